"""From notes to a published record."""

import hashlib
from datetime import date
from uuid import UUID

import orjson
from pypdfium2 import PdfDocument
from sqlalchemy import select

from kit.chain.tables import ChainPayload
from kit.outbox.tables import OutboxEvent
from tests.governance.office import Place
from tests.meetings.minutes.afterwards import Afterwards


def words_of(content: bytes) -> str:
    document = PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


async def test_a_note_is_written_by_who_conducts_and_a_stale_one_is_refused_with_what_is_there(
    after: Afterwards,
) -> None:
    first = await after.note(after.secretary, 0, "Đã hoàn thành 80 %")
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert (await after.note(after.chair, 0, "Đã hoàn thành 85 %", version=1)).json()["version"] == 2
    stale = await after.note(after.secretary, 0, "Đã hoàn thành 90 %", version=1)
    assert stale.status_code == 409
    assert stale.json()["changed"] == {"body": "Đã hoàn thành 85 %"}
    assert (await after.note(after.secretary, 0, "lần đầu")).status_code == 409
    assert (await after.note(after.delegate, 0, "không được")).status_code == 409
    assert (await after.note(after.stranger, 0, "không thấy")).status_code == 404
    told = (await after.ask(after.chair, "GET", "/notes")).json()
    assert [one["body"] for one in told] == ["Đã hoàn thành 85 %", "", ""]


async def test_the_page_saves_by_itself_and_says_what_somebody_else_wrote(after: Afterwards) -> None:
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    item = after.meeting["agenda"][0]["id"]
    page = await after.page(after.secretary, "GET", "/notes")
    assert "Báo cáo tiến độ Đề án 06" in page.text
    saved = await after.page(
        after.secretary, "POST", "/notes", data={"item_id": item, "version": 0, "body": "Tốt"}, headers=part
    )
    assert saved.status_code == 200
    assert 'name="version" value="1"' in saved.text
    stale = await after.page(
        after.chair, "POST", "/notes", data={"item_id": item, "version": 0, "body": "Khác"}, headers=part
    )
    assert stale.status_code == 409
    assert "Tốt" in stale.text
    assert 'name="version" value="1"' in stale.text
    plain = await after.page(after.chair, "POST", "/notes", data={"version": 0, "body": "Ý kiến chung"})
    assert plain.status_code == 303


async def test_the_draft_is_made_of_agenda_notes_and_who_was_there(after: Afterwards) -> None:
    await after.note(after.secretary, 0, "Còn ba xã chưa xong")
    await after.attend(after.chair, 50)
    await after.attend(after.delegate, 31)
    early = await after.ask(after.secretary, "POST", "/minutes")
    assert (early.status_code, early.json()["code"]) == (409, "meeting-not-over")
    await after.hold(50)
    minutes = await after.draft()
    attendance, first, second = minutes["sections"]
    assert attendance["body"].splitlines() == [
        "Chủ tọa: Trịnh Xuân Đốc, leader, Sở Khoa học và Công nghệ (dự 50 phút)",
        "Thư ký: Đào Thị Thư, leader, Sở Khoa học và Công nghệ (vắng mặt)",
        "Đại biểu: Lương Thị Trưởng, leader, Sở Khoa học và Công nghệ (dự 31 phút)",
        "Có mặt 2/3 thành viên, đủ tỷ lệ 50% theo yêu cầu.",
    ]
    assert first["body"] == "Người trình bày: Lương Thị Trưởng.\nCòn ba xã chưa xong"
    assert (second["heading"], second["body"]) == ("Kế hoạch tháng 12", "")
    again = await after.ask(after.secretary, "POST", "/minutes")
    assert (again.status_code, again.json()["code"]) == (409, "minutes-there-already")


async def test_published_minutes_are_numbered_sealed_told_and_frozen(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.conclude("Rà soát ba xã", lead={"agency": "H02.14", "person_id": str(after.delegate.id)})
    await after.conclude("Cấp kinh phí", lead="H02.21", due_on=None)
    await after.conclude("Thống nhất kế hoạch", kind="decision")
    minutes = await after.publish()
    assert (minutes["state"], minutes["number"], minutes["year"]) == ("published", 1, 2026)
    pdf = await after.ask(after.delegate, "GET", "/minutes/record.pdf")
    assert hashlib.sha256(pdf.content).hexdigest() == minutes["digest"]
    assert "Số: 01/BB-H02.14" in words_of(pdf.content)
    database = after.hall.app.state.database
    async with database.session() as session:
        seal = await session.scalar(select(ChainPayload).where(ChainPayload.kind == "minutes.published"))
        told = await session.scalar(select(OutboxEvent).where(OutboxEvent.topic == "meetings.minutes-published.v1"))
    assert seal is not None
    assert seal.body["sha256"] == minutes["digest"]
    assert told is not None
    items = orjson.loads(told.body)["data"]["action_items"]
    assert [(one["text"], one["lead_agency"], one["due_on"]) for one in items] == [
        ("Rà soát ba xã", "H02.14", "2026-12-15"),
        ("Cấp kinh phí", "H02.21", None),
    ]
    assert UUID(items[0]["lead_person_id"]) == after.delegate.id
    section = minutes["sections"][0]
    changed = {"heading": "Khác", "body": "Khác", "version": section["version"]}
    late = await after.ask(after.secretary, "PUT", f"/minutes/sections/{section['id']}", json=changed)
    assert (late.status_code, late.json()["code"]) == (409, "minutes-action-untimely")
    assert (await after.act(after.secretary, "publish")).status_code == 409
    assert (await after.note(after.secretary, 0, "muộn")).json()["code"] == "notes-closed"


async def test_nobody_approves_other_words_than_they_read(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.act(after.secretary, "submit")
    read = await after.read()
    section = read["sections"][1]
    changed = {"heading": section["heading"], "body": "Sửa sau", "version": section["version"]}
    answer = await after.ask(after.secretary, "PUT", f"/minutes/sections/{section['id']}", json=changed)
    assert answer.status_code == 200, answer.text
    assert (await after.act(after.chair, "approve", read["version"])).status_code == 409
    twice = await after.ask(after.secretary, "PUT", f"/minutes/sections/{section['id']}", json=changed)
    assert (twice.status_code, twice.json()["code"]) == (409, "stale-edit")
    assert (await after.act(after.chair, "approve")).status_code == 200


async def test_who_is_to_do_it_is_somebody_of_that_agency(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    unit = await after.hall.office.unit("H02.14", "CDS", "Phòng Chuyển đổi số")
    row = await after.conclude("Nâng cấp hệ thống", lead=f"H02.14/{unit.id}")
    assert row["lead_name"] == "Phòng Chuyển đổi số, Sở Khoa học và Công nghệ"
    for lead in (f"H02.21/{unit.id}", "H02.99", f"H02.14//{unit.id}", None):
        data = {"kind": "action", "text": "Việc", "lead": lead}
        answer = await after.ask(after.secretary, "POST", "/minutes/conclusions", json=data)
        assert (answer.status_code, answer.json()["code"]) == (422, "lead-unknown"), lead
    gone = await after.ask(
        after.secretary, "DELETE", f"/minutes/conclusions/{row['id']}", params={"version": row["version"]}
    )
    assert gone.status_code == 204
    assert (await after.read())["conclusions"] == []


async def test_what_people_write_is_never_code(after: Afterwards) -> None:
    await after.note(after.secretary, 0, '#read("/etc/passwd") $x^2$ *đậm* <label> @ref \\ #panic("x")')
    await after.hold()
    await after.draft()
    await after.conclude('#eval("1+1") ] } ) $', lead="H02.14")
    pdf = await after.ask(after.secretary, "GET", "/minutes/record.pdf")
    assert pdf.status_code == 200
    text = words_of(pdf.content)
    for part in ('#read("/etc/passwd")', "*đậm*", "<label> @ref", '#panic("x")', '#eval("1+1") ] } ) $'):
        assert part in text


async def test_numbers_have_no_gap_and_begin_anew_each_year(after: Afterwards) -> None:
    numbers = []
    for days in (0, 10, 30):
        after.pass_(days=days)
        after.meeting = await after.hall.call(after.chair, after.delegate, secretary=after.secretary, agenda="Một")
        await after.hold()
        await after.draft()
        minutes = await after.publish()
        numbers.append((minutes["year"], minutes["number"]))
    assert numbers == [(2026, 1), (2026, 2), (2027, 1)]


async def test_the_pages_lead_through_it(after: Afterwards) -> None:
    await after.hold()
    card = await after.page(after.secretary, "GET", "/minutes/card")
    assert "Soạn biên bản" in card.text
    assert "Soạn biên bản" not in (await after.page(after.delegate, "GET", "/minutes/card")).text
    assert (await after.page(after.secretary, "POST", "/minutes")).status_code == 303
    lead = f"H02.14//{after.delegate.id}"
    form = {"kind": "action", "text": "Rà soát", "lead": lead, "due_on": str(date(2026, 12, 1))}
    assert (await after.page(after.secretary, "POST", "/minutes/conclusions", data=form)).status_code == 303
    wrong = await after.page(after.secretary, "POST", "/minutes/conclusions", data={"kind": "action", "text": "Gì"})
    assert wrong.status_code == 422
    (row,) = (await after.read())["conclusions"]
    stale = {"version": row["version"] + 1}
    assert (
        await after.page(after.secretary, "POST", f"/minutes/conclusions/{row['id']}/drop", data=stale)
    ).status_code == 409
    for path in ("/minutes", f"/minutes/conclusions/{row['id']}", "/minutes/conclusions/new?kind=decision"):
        assert (await after.page(after.secretary, "GET", path)).status_code == 200, path
    section = (await after.read())["sections"][1]
    assert (await after.page(after.secretary, "GET", f"/minutes/sections/{section['id']}")).status_code == 200
    for desk, action in ((after.secretary, "submit"), (after.chair, "approve"), (after.secretary, "publish")):
        data = {"version": (await after.read())["version"]}
        assert (await after.page(desk, "POST", f"/minutes/actions/{action}", data=data)).status_code == 303
    shown = await after.page(after.delegate, "GET", "/minutes/card")
    assert "01/BB-H02.14" in shown.text
    assert "Đang giao" in shown.text


async def test_people_of_the_directory_only_see_what_is_theirs(after: Afterwards) -> None:
    other = await after.hall.office.person("ngoai", "Phạm Văn Ngoài", Place("H02.01", "leader"))
    await after.hold()
    await after.draft()
    for desk in (other, after.stranger):
        assert (await after.ask(desk, "GET", "/minutes")).status_code == 404
        assert (await after.page(desk, "GET", "/minutes")).status_code == 404
    assert (await after.ask(after.delegate, "GET", "/minutes")).status_code == 404
    await after.act(after.secretary, "submit")
    assert (await after.ask(after.delegate, "GET", "/minutes")).status_code == 200
