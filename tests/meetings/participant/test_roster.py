"""Who takes part changes after the call."""

from typing import Any
from uuid import uuid4

import pytest

from tests.governance.office import Desk
from tests.meetings.hall import Hall, Line


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


@pytest.fixture
async def delegate(hall: Hall) -> Desk:
    return await hall.person("chuyenvien", "Nguyễn Hoàng Phương Thảo")


async def roster(hall: Hall, desk: Desk, meeting: dict[str, Any], **params: str) -> dict[str, dict[str, Any]]:
    """By name, in the order of the list."""
    answer = await hall.ask(desk, "GET", f"/{meeting['id']}/participants", params=params)
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()}


async def begun(hall: Hall, meeting: dict[str, Any], chair: Desk, other: Desk) -> tuple[Line, Line]:
    conducting = await hall.line(chair, meeting)
    await conducting.next("inside")
    await conducting.say("open")
    await conducting.next("state", state="running")
    line = await hall.line(other, meeting)
    await line.next("inside")
    return conducting, line


async def test_people_are_added_and_a_removed_one_is_put_out(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair)
    path, people = f"/{meeting['id']}/participants", [str(delegate.id), str(chair.id)]
    added = await hall.ask(chair, "POST", path, json={"people": people})
    assert (added.status_code, [one["name"] for one in added.json()]) == (201, ["Nguyễn Hoàng Phương Thảo"])
    _, line = await begun(hall, meeting, chair, delegate)
    row = added.json()[0]
    gone = await hall.ask(chair, "DELETE", f"{path}/{row['id']}", params={"version": row["version"]})
    assert gone.status_code == 204
    assert (await line.next("over"))["reason"] == "refused"
    await line.closed()
    assert (await hall.ask(delegate, "GET", f"/{meeting['id']}")).status_code == 404
    again = await hall.ask(chair, "POST", path, json={"people": [str(delegate.id)], "role": "secretary"})
    assert [(one["id"], one["role"]) for one in again.json()] == [(row["id"], "secretary")]


async def test_there_is_always_one_chair(hall: Hall, chair: Desk, delegate: Desk) -> None:
    meeting = await hall.call(chair, delegate)
    conducting, line = await begun(hall, meeting, chair, delegate)
    people = await roster(hall, chair, meeting)
    old, new = people["Trịnh Xuân Giám"], people["Nguyễn Hoàng Phương Thảo"]
    path = f"/{meeting['id']}/participants"
    for verb, where, given in (
        ("PUT", f"{old['id']}/role", {"json": {"version": old["version"], "role": "delegate"}}),
        ("DELETE", old["id"], {"params": {"version": old["version"]}}),
    ):
        refused = await hall.ask(chair, verb, f"{path}/{where}", **given)
        assert (refused.status_code, refused.json()["code"]) == (409, "chair-needed")
    wanted = {"version": new["version"], "role": "chair"}
    changed = await hall.ask(chair, "PUT", f"{path}/{new['id']}/role", json=wanted)
    assert {one["name"]: one["role"] for one in changed.json()} == {
        "Nguyễn Hoàng Phương Thảo": "chair",
        "Trịnh Xuân Giám": "delegate",
    }
    assert (await line.next("inside"))["conducts"] is True
    assert (await conducting.next("inside"))["conducts"] is False
    stale = await hall.ask(delegate, "PUT", f"{path}/{new['id']}/role", json={**wanted, "role": "secretary"})
    assert stale.status_code == 409


async def test_a_substitute_takes_the_place_and_the_role(hall: Hall, chair: Desk, delegate: Desk) -> None:
    deputy, meeting = await hall.person("phogiamdoc", "Lê Văn Phó"), await hall.call(chair, delegate)
    me = (await roster(hall, delegate, meeting))["Nguyễn Hoàng Phương Thảo"]
    path = f"/{meeting['id']}/participants/{me['id']}/substitute"
    taken = await hall.ask(delegate, "POST", path, json={"version": me["version"], "person_id": str(chair.id)})
    assert taken.json()["code"] == "already-invited"
    named = await hall.ask(delegate, "POST", path, json={"version": me["version"], "person_id": str(deputy.id)})
    assert (named.status_code, named.json()["role"], named.json()["replaces"]) == (201, "delegate", me["name"])
    assert (await hall.ask(delegate, "GET", f"/{meeting['id']}")).status_code == 404
    people = await roster(hall, deputy, meeting)
    assert list(people) == ["Trịnh Xuân Giám", "Lê Văn Phó"]
    assert people["Lê Văn Phó"]["substitute_of"] == me["id"]


async def test_only_for_oneself_or_by_who_prepares(hall: Hall, chair: Desk, delegate: Desk) -> None:
    other, stranger = await hall.person("vanthu", "Lý Thị Văn"), await hall.person("nguoila", "Lê Lạ", "H02.21")
    meeting = await hall.call(chair, delegate, other)
    them = (await roster(hall, delegate, meeting))["Lý Thị Văn"]
    path, named = f"/{meeting['id']}/participants", {"version": them["version"], "person_id": str(uuid4())}
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "", {"json": {"people": [str(stranger.id)]}}),
        ("PUT", f"/{them['id']}/role", {"json": {"version": them["version"], "role": "secretary"}}),
        ("DELETE", f"/{them['id']}", {"params": {"version": them["version"]}}),
    ]
    for desk, status in ((delegate, 409), (stranger, 404)):
        for method, where, given in acts:
            assert (await hall.ask(desk, method, path + where, **given)).status_code == status
    set_by_chair = {**named, "person_id": str(stranger.id)}
    assert (await hall.ask(delegate, "POST", f"{path}/{them['id']}/substitute", json=set_by_chair)).status_code == 409
    done = await hall.ask(chair, "POST", f"{path}/{them['id']}/substitute", json=set_by_chair)
    assert (done.status_code, done.json()["name"]) == (201, "Lê Lạ")


async def test_a_note_is_for_who_prepares_and_its_writer(hall: Hall, chair: Desk, delegate: Desk) -> None:
    other = await hall.person("vanthu", "Lý Thị Văn")
    meeting = await hall.call(chair, delegate, other)
    given = {"version": 1, "answer": "declined", "note": "Đi công tác Lạng Giang"}
    await hall.ask(delegate, "POST", f"/{meeting['id']}/answer", json=given)
    for desk, note in ((chair, given["note"]), (delegate, given["note"]), (other, "")):
        line = (await roster(hall, desk, meeting))["Nguyễn Hoàng Phương Thảo"]
        assert (line["answer"], line["answer_note"]) == ("declined", note)
    html = {**hall.headers(delegate), "Accept": "text/html"}
    stale = await hall.http.post(f"/meetings/meetings/{meeting['id']}/answer", data=given, headers=html)
    assert stale.status_code == 409
    assert list(await roster(hall, chair, meeting, answer="declined")) == ["Nguyễn Hoàng Phương Thảo"]
    assert list(await roster(hall, chair, meeting, role="chair")) == ["Trịnh Xuân Giám"]
    for words, found in (("văn", "Lý Thị Văn"), ("nguyen thao", "Nguyễn Hoàng Phương Thảo")):
        assert list(await roster(hall, chair, meeting, q=words)) == [found]


async def test_the_pages_of_the_list(hall: Hall, chair: Desk, delegate: Desk) -> None:
    deputy, meeting = await hall.person("phogiamdoc", "Lê Văn Phó"), await hall.call(chair)
    home, html = f"/meetings/meetings/{meeting['id']}/people", {**hall.headers(chair), "Accept": "text/html"}
    assert (await hall.http.post(home, data={"role": "delegate"}, headers=html)).status_code == 422
    added = await hall.http.post(home, data={"people": str(delegate.id), "role": "delegate"}, headers=html)
    assert added.status_code == 303
    row = (await roster(hall, chair, meeting))["Nguyễn Hoàng Phương Thảo"]
    where = f"{home}/{row['id']}"
    for language in ("vi", "en"):
        hall.http.cookies.set("lang", language)
        for path in (home, f"{where}/substitute", f"/meetings/meetings/{meeting['id']}"):
            page = await hall.http.get(path, headers=html)
            assert (page.status_code, "Nguyễn Hoàng Phương Thảo" in page.text) == (200, True), page.text
    version = {"version": str(row["version"])}
    role = await hall.http.post(f"{where}/role", data={**version, "role": "secretary"}, headers=html)
    assert role.status_code == 303
    stale = await hall.http.post(f"{where}/substitute", data={**version, "person_id": str(deputy.id)}, headers=html)
    assert stale.status_code == 409
    export = await hall.http.get(f"{home}.csv", headers=html, params={"answer": "none"})
    assert [line.split(",")[1] for line in export.text.splitlines()[1:]] == ["Trịnh Xuân Giám", row["name"]]
    fresh = (await roster(hall, chair, meeting))[row["name"]]["version"]
    removed = await hall.http.post(f"{where}/remove", data={"version": str(fresh)}, headers=html)
    assert (removed.status_code, list(await roster(hall, chair, meeting))) == (303, ["Trịnh Xuân Giám"])
