"""A meeting is called, changed, answered and cancelled by those who have a part in it."""

from datetime import timedelta
from uuid import uuid4

from tests.meetings.hall import API, Hall


async def test_a_meeting_is_called_with_its_people_and_agenda(hall: Hall) -> None:
    chair, clerk = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("thuky", "Đỗ Thị Thư")
    delegate = await hall.person("chuyenvien", "Nguyễn Hoàng Phương Thảo")
    agenda = [{"title": "Tiến độ các nền tảng", "presenter": "Đỗ Thị Thư", "minutes": 15}, {"title": "Kết luận"}]
    meeting = await hall.call(chair, delegate, secretary=clerk, agenda=agenda)
    assert [(one["title"], one["minutes"]) for one in meeting["agenda"]] == [
        ("Tiến độ các nền tảng", 15),
        ("Kết luận", 0),
    ]
    people = (await hall.ask(delegate, "GET", f"/{meeting['id']}/participants")).json()
    assert [(one["role"], one["name"]) for one in people] == [
        ("chair", "Trịnh Xuân Giám"),
        ("secretary", "Đỗ Thị Thư"),
        ("delegate", "Nguyễn Hoàng Phương Thảo"),
    ]
    assert "Sở Khoa học và Công nghệ" in people[0]["title"]


async def test_who_has_no_part_in_it_does_not_see_it(hall: Hall) -> None:
    chair, other = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("nguoila", "Lê Văn Lạ", "H02.21")
    meeting = await hall.call(chair)
    for method, path in (("GET", ""), ("GET", "/participants"), ("POST", "/answer"), ("POST", "/cancel")):
        json = {"version": 1, "answer": "accepted"} if method == "POST" else None
        assert (await hall.ask(other, method, f"/{meeting['id']}{path}", json=json)).status_code == 404
    assert (await hall.ask(other, "GET")).json()["items"] == []
    assert [one["id"] for one in (await hall.ask(chair, "GET")).json()["items"]] == [meeting["id"]]


async def test_only_who_works_today_is_invited(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    times = {"starts_at": hall.now.isoformat(), "ends_at": (hall.now + timedelta(hours=1)).isoformat()}
    data = {"title": "Họp", "chair": str(chair.id), "delegates": [str(uuid4())], **times}
    answer = await hall.ask(chair, "POST", json=data)
    assert (answer.status_code, answer.json()["code"]) == (422, "invited-unknown")


async def test_without_governance_nobody_is_invited_and_nothing_is_lost(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    settings = hall.app.state.settings
    hall.app.state.settings = settings.model_copy(update={"governance_url": "http://127.0.0.1:1"})
    times = {"starts_at": "2026-11-23T09:00", "ends_at": "2026-11-23T10:00"}
    headers = {**hall.headers(chair), "Accept": "text/html"}
    form = {"title": "Họp giao ban đột xuất", "chair": str(chair.id), **times}
    page = await hall.http.post("/meetings/meetings", data=form, headers=headers)
    assert page.status_code == 503
    assert "Họp giao ban đột xuất" in page.text
    assert "Nền tảng quản trị chưa trả lời" in page.text
    assert (await hall.ask(chair, "GET")).json()["items"] == []


async def test_a_stale_edit_tells_what_changed(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    meeting = await hall.call(chair)
    data = {name: meeting[name] for name in ("title", "starts_at", "ends_at", "version")}
    changed = await hall.ask(chair, "PUT", f"/{meeting['id']}", json={**data, "title": "Giao ban tháng 11"})
    assert (changed.status_code, changed.json()["sequence"], changed.json()["title"]) == (200, 1, "Giao ban tháng 11")
    stale = await hall.ask(chair, "PUT", f"/{meeting['id']}", json={**data, "title": "Giao ban tuần"})
    assert (stale.status_code, stale.json()["changed"]["title"]) == (409, "Giao ban tháng 11")


async def test_only_who_conducts_changes_and_cancels(hall: Hall) -> None:
    chair, delegate = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("chuyenvien", "Vũ Hà")
    meeting = await hall.call(chair, delegate)
    data = {name: meeting[name] for name in ("title", "starts_at", "ends_at", "version")}
    assert (await hall.ask(delegate, "PUT", f"/{meeting['id']}", json=data)).json()["code"] == "not-conducting"
    assert (await hall.ask(delegate, "POST", f"/{meeting['id']}/cancel", json={})).status_code == 409
    cancelled = await hall.ask(chair, "POST", f"/{meeting['id']}/cancel", json={"reason": "trùng lịch"})
    assert (cancelled.json()["state"], cancelled.json()["sequence"]) == ("cancelled", 1)
    again = await hall.ask(chair, "PUT", f"/{meeting['id']}", json=data)
    assert (again.status_code, again.json()["code"]) == (409, "meeting-cancelled")


async def test_an_invitation_is_answered_once_per_form(hall: Hall) -> None:
    chair, delegate = await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("chuyenvien", "Vũ Hà")
    meeting = await hall.call(chair, delegate)
    given = {"version": 1, "answer": "accepted"}
    answered = await hall.ask(delegate, "POST", f"/{meeting['id']}/answer", json=given)
    assert (answered.json()["name"], answered.json()["answer"]) == ("Vũ Hà", "accepted")
    assert (await hall.ask(delegate, "POST", f"/{meeting['id']}/answer", json=given)).status_code == 409


async def test_times_are_checked_and_mean_the_time_here(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    data = {"title": "Họp", "chair": str(chair.id), "starts_at": "2026-11-23T14:00"}
    wrong = await hall.ask(chair, "POST", json={**data, "ends_at": "2026-11-23T13:00"})
    assert wrong.status_code == 422
    made = await hall.ask(chair, "POST", json={**data, "ends_at": "2026-11-23T15:00"})
    assert made.json()["starts_at"] == "2026-11-23T14:00:00+07:00"


async def test_the_pages_of_a_meeting(hall: Hall) -> None:
    chair = await hall.person("giamdoc", "Trịnh Xuân Giám")
    meeting = await hall.call(chair, agenda=[{"title": "Tiến độ", "presenter": "Bình", "minutes": 10}])
    home = f"/meetings/meetings/{meeting['id']}"
    for language in ("vi", "en"):
        hall.http.cookies.set("lang", language)
        for path in ("/meetings/meetings", "/meetings/new", home, f"{home}/edit", f"/meetings/{meeting['id']}/room"):
            page = await hall.http.get(path, headers={**hall.headers(chair), "Accept": "text/html"})
            assert page.status_code == 200, page.text
            assert ("Giao ban chuyển đổi số" in page.text) == (path != "/meetings/new")
    form = await hall.http.get(f"{home}/edit", headers={**hall.headers(chair), "Accept": "text/html"})
    assert "Tiến độ | Bình | 10" in form.text
    assert (await hall.http.get(API)).status_code == 401
