"""People are told what needs them: each sees the own notifications only, and reads, chooses and forgets them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from governance.notification.service import forget_old, notify
from tests.governance.office import Desk, Office, Place

PATH = "/governance/tasks/0199"


TEXTS = {
    "vi": "{name} ủy quyền cho bạn từ {first} đến {last}.",
    "en": "{name} delegated to you from {first} to {last}.",
}


@pytest.fixture
async def staff(office: Office) -> Desk:
    for language, text in TEXTS.items():  # a kind of some feature
        texts: Any = office.app.state.translations.translator(language).texts
        texts["notification.delegation_given"] = text
    unit = await office.unit("H02.14", "VP")
    desk = await office.person("chuyenvien", "Nguyễn Thị Hường", Place("H02.14", unit=unit.id))
    assert (await desk.get("/notifications/count")).json() == {"unread": 0}  # the account is known from now on
    return desk


@pytest.fixture
async def other(office: Office) -> Desk:
    return await office.person("vanthu", "Trần Văn Đức", Place("H02.14", "clerk"))


async def tell(office: Office, *desks: Desk, kind: str = "delegation_given", count: int = 1, **more: Any) -> None:
    values: dict[str, Any] = {"name": "Lê Thị Ánh", "first": date(2026, 11, 24), "last": date(2026, 11, 30), **more}
    async with office.app.state.database.session() as session:
        for _ in range(count):
            await notify(session, [desk.id for desk in desks], kind, PATH, **values)


async def listed(desk: Desk, **query: object) -> list[dict[str, object]]:
    answer = await desk.get("/notifications", **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_each_is_told_once_and_sees_only_the_own(office: Office, staff: Desk, other: Desk) -> None:
    async with office.app.state.database.session() as session:
        await notify(session, [staff.id, staff.id, uuid4()], "delegation_given", PATH, name="Ánh", first="", last="")
    (one,) = await listed(staff)
    assert (one["kind"], one["path"], one["read_at"]) == ("delegation_given", PATH, None)
    assert await listed(other) == []
    for answer in (
        await other.post(f"/notifications/{one['id']}/read"),
        await other.page(f"/notifications/{one['id']}"),
        await other.submit(f"/notifications/{one['id']}/read"),
    ):
        assert answer.status_code == 404
    assert (await listed(staff))[0]["read_at"] is None


async def test_news_is_said_on_the_bus_to_accounts_and_without_words(office: Office, staff: Desk, other: Desk) -> None:
    await tell(office, staff, other)
    (event,) = [data for topic, data in await office.events() if topic == "notification-added"]
    assert event == {"account_id": str(staff.account), "notification_id": (await listed(staff))[0]["id"]}


async def test_the_page_tells_them_newest_first_in_both_languages(office: Office, staff: Desk) -> None:
    await tell(office, staff)
    page = (await staff.page("/notifications")).text
    assert "Lê Thị Ánh" in page
    assert "24/11/2026" in page
    english = (await staff.page("/notifications", headers={"Cookie": "lang=en"})).text
    assert "Lê Thị Ánh" in english
    assert "Mark all as read" in english


async def test_to_follow_one_is_to_read_it(office: Office, staff: Desk) -> None:
    await tell(office, staff)
    (one,) = await listed(staff)
    answer = await staff.page(f"/notifications/{one['id']}")
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert await listed(staff, unread=True) == []
    assert len(await listed(staff)) == 1


async def test_all_are_read_but_what_came_after_the_page_was_seen(office: Office, staff: Desk) -> None:
    await tell(office, staff, count=3)
    seen = (await listed(staff))[0]["id"]
    await tell(office, staff)
    answer = await staff.submit("/notifications/read", upto=seen)
    assert answer.status_code == 303
    assert (await staff.get("/notifications/count")).json() == {"unread": 1}
    assert (await staff.post("/notifications/read")).json() == {"unread": 0}


async def test_pages_of_many_go_on_where_the_last_ended(office: Office, staff: Desk) -> None:
    await tell(office, staff, count=7)
    first = (await staff.get("/notifications", limit=4)).json()
    rest = (await staff.get("/notifications", limit=4, after=first["next"])).json()
    ids = [UUID(one["id"]) for one in (*first["items"], *rest["items"])]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == 7


async def test_the_bell_counts_and_shows_the_newest(office: Office, staff: Desk) -> None:
    await tell(office, staff, count=120)
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    bell = await staff.page("/notifications/bell", headers=part)
    assert "99+" in bell.text
    assert bell.text.count("news__item--unread") == 8
    assert "<html" not in bell.text
    assert (await staff.page("/notifications/bell")).headers["location"] == "/governance/notifications?unread=true"
    quiet = await staff.page("/notifications/bell", headers={**part, "Cookie": "lang=en"})
    assert "more than 99 unread" in quiet.text


async def test_wishes_are_kept_and_a_stale_one_is_refused(office: Office, staff: Desk) -> None:
    fresh = (await staff.get("/notifications/wishes")).json()
    assert fresh == {"document": "important", "task": "important", "other": "important", "version": 0}
    saved = await staff.put("/notifications/wishes", **{**fresh, "task": "digest"})
    assert saved.json()["task"] == "digest"
    stale = await staff.put("/notifications/wishes", **{**fresh, "task": "none"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    again = await staff.submit("/notifications/wishes", version=0, document="none", task="none", other="none")
    assert again.status_code == 409
    assert "vừa được lưu ở nơi khác" in again.text
    assert (await staff.put("/notifications/wishes", **{**saved.json(), "other": "weekly"})).status_code == 422
    assert (await staff.page("/notifications/wishes")).text.count("checked") == 3


async def test_strangers_and_those_without_a_place_are_told_so(office: Office, staff: Desk) -> None:
    stranger = office.desk("khach")
    answer = await stranger.get("/notifications")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-in-directory")
    assert (await office.http.get("/governance/api/v1/notifications")).status_code == 401


async def test_old_ones_are_forgotten_read_ones_sooner(office: Office, staff: Desk) -> None:
    await tell(office, staff, count=2)
    (one, _) = await listed(staff)
    await staff.post(f"/notifications/{one['id']}/read")
    soon, later = office.now + timedelta(days=9000), office.now - timedelta(days=1)
    async with office.app.state.database.session() as session:
        await forget_old(session, soon, later)
    (left,) = await listed(staff)
    assert left["read_at"] is None
    async with office.app.state.database.session() as session:
        await forget_old(session, soon, soon)
    assert await listed(staff) == []
