"""A meeting that is called about an alert of monitoring, which runs beside it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kit.auth import Bearer
from tests.governance.office import Office
from tests.meetings.hall import Hall, opened
from tests.monitoring.alert.guard import Guard
from tests.monitoring.watch import watching
from tests.support.running import served
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

HTML = {"Accept": "text/html"}


@pytest.fixture
async def guard(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Guard]:
    """Its people's tokens are of the time of the meetings."""
    async with watching(make_database("monitoring"), valkey_url, keys, tmp_path / "monitoring") as watch:
        yield Guard(watch, valkey_url)


@pytest.fixture
async def hall(
    office: Office, guard: Guard, make_database: Callable[[str], str], keys: TestKeys
) -> AsyncIterator[Hall]:
    async with (
        served(guard.watch.app, lifespan="off") as monitoring,
        opened(office, make_database("meetings"), keys, monitoring_url=monitoring) as hall,
    ):
        hall.now = office.now = datetime.now(UTC)
        guard.watch.app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
        yield hall


async def alert_of(guard: Guard) -> dict[str, Any]:
    await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    return await guard.one("raised")


def about(alert: str) -> dict[str, Any]:
    return {"origin_service": "monitoring", "origin_kind": "alert", "origin_id": alert}


async def test_the_meeting_shows_the_alert_as_it_is_now(hall: Hall, guard: Guard) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám", "H02.07")
    chair.claims["scope"] += " monitoring:province"
    alert = await alert_of(guard)
    form = await hall.http.get("/meetings/new", params=about(alert["id"]), headers=hall.headers(chair) | HTML)
    assert f"Họp về cảnh báo {alert['code']} · {alert['period']}" in form.text
    meeting = await hall.call(chair, **about(alert["id"]))
    assert meeting["origin_path"] == f"/monitoring/alerts/{alert['id']}"
    page = await hall.http.get(f"/meetings/meetings/{meeting['id']}", headers=hall.headers(chair) | HTML)
    assert f'hx-get="/meetings/meetings/{meeting["id"]}/origin"' in page.text
    for state, words in (("raised", "Chưa tiếp nhận"), ("acknowledged", "Đã tiếp nhận"), ("closed", "Đã đóng")):
        if state != "raised":
            act = "acknowledge" if state == "acknowledged" else "close"
            now = await guard.one("raised" if state == "acknowledged" else "acknowledged")
            given = {"version": now["version"], "note": "đã họp"}
            await guard.post(f"/alerts/{alert['id']}/{act}", given, status=200)
        told = (await hall.ask(chair, "GET", f"/{meeting['id']}/origin")).json()
        assert (told["state"], told["severity"]) == (state, alert["severity"])
        card = await hall.http.get(f"/meetings/meetings/{meeting['id']}/origin", headers=hall.headers(chair) | HTML)
        assert words in card.text


async def test_who_may_not_see_the_alert_learns_nothing_of_it_from_the_meeting(hall: Hall, guard: Guard) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám", "H02.07")
    chair.claims["scope"] += " monitoring:province"
    delegate = await hall.person("daibieu", "Nguyễn Văn Đại", "H02.21")
    scopes = set(delegate.claims["scope"].split()) - {"alerts:read", "alerts:write"}
    delegate.claims["scope"] = " ".join(scopes)
    alert = await alert_of(guard)
    meeting = await hall.call(chair, delegate, **about(alert["id"]))
    hidden = await hall.ask(delegate, "GET", f"/{meeting['id']}/origin")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "origin-hidden")
    card = await hall.http.get(f"/meetings/meetings/{meeting['id']}/origin", headers=hall.headers(delegate) | HTML)
    assert card.status_code == 200
    assert "bạn không được xem" in card.text
    assert alert["code"] not in card.text
    stranger = await hall.person("nguoila", "Lý Thị Lạ", "H02.21")
    assert (await hall.ask(stranger, "GET", f"/{meeting['id']}/origin")).status_code == 404
    refused = await hall.ask(delegate, "POST", json=await plan(hall, delegate.id) | about(alert["id"]))
    assert (refused.status_code, refused.json()["code"]) == (422, "origin-unknown")


async def test_an_unknown_origin_is_told_in_the_form_which_can_then_be_sent_without(hall: Hall, guard: Guard) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám", "H02.07")
    nobodys, headers = about(str(uuid4())), hall.headers(chair) | HTML
    begun = await hall.http.get("/meetings/new", params=nobodys, headers=headers)
    assert begun.status_code == 200
    sent = await hall.http.post("/meetings/meetings", data=await plan(hall, chair.id) | nobodys, headers=headers)
    assert sent.status_code == 422
    for page in (begun, sent):
        assert "mà cuộc họp nói tới không có, hoặc bạn không được xem" in page.text
        assert 'name="origin_id"' not in page.text
    assert 'value="Họp khẩn"' in sent.text
    again = await hall.http.post("/meetings/meetings", data=await plan(hall, chair.id), headers=headers)
    assert again.status_code == 303


async def test_while_monitoring_is_away_the_meeting_is_there_and_the_form_keeps_what_was_typed(
    hall: Hall, guard: Guard
) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám", "H02.07")
    chair.claims["scope"] += " monitoring:province"
    alert = await alert_of(guard)
    meeting = await hall.call(chair, **about(alert["id"]))
    away = hall.app.state.settings.model_copy(update={"monitoring_url": "http://127.0.0.1:1"})
    hall.app.state.settings = away
    headers = hall.headers(chair) | HTML
    assert (await hall.http.get(f"/meetings/meetings/{meeting['id']}", headers=headers)).status_code == 200
    assert (await hall.http.get(f"/meetings/meetings/{meeting['id']}/origin", headers=headers)).status_code == 503
    data = await plan(hall, chair.id) | about(alert["id"])
    sent = await hall.http.post("/meetings/meetings", data=data, headers=headers)
    assert sent.status_code == 503
    assert f'name="origin_id" value="{alert["id"]}"' in sent.text
    assert 'value="Họp khẩn"' in sent.text


async def plan(hall: Hall, chair: Any) -> dict[str, Any]:
    times = {"starts_at": hall.now.isoformat(), "ends_at": (hall.now + timedelta(hours=1)).isoformat()}
    return {"title": "Họp khẩn", "chair": str(chair), **times}
