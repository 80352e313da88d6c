"""The register: what is written down, found, corrected and struck out, and what is refused in words."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.governance.document.registry import SENDER, Staff, facts
from tests.governance.office import Place

ODD = "Về việc “Đẩy mạnh”  chuyển đổi số – giai đoạn 2026\u20112030 ở xã Ngọc Thiện (Ấp 3/2; ẤÂĐđƯư) 🙂"


async def test_numbers_go_up_by_agency_and_year_and_begin_anew(staff: Staff) -> None:
    office = staff.office
    mine = [await staff.register(notation=f"{n}/KH-UBND") for n in range(1, 4)]
    other = await staff.elsewhere.made("/documents", **facts(office))
    last_year = await staff.register(arrived_on="2025-12-31", dated=None)
    assert [one["number"] for one in mine] == [1, 2, 3]
    assert (other["agency"], other["number"]) == ("H02.01", 1)
    assert (last_year["year"], last_year["number"]) == (2025, 1)


async def test_who_sends_the_form_twice_registers_once(staff: Staff) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    body = facts(staff.office)
    first, again = [
        await staff.clerk.call("POST", "/governance/api/v1/documents", json=body, headers=key) for _ in range(2)
    ]
    other = await staff.register()
    assert first.json()["id"] == again.json()["id"]
    assert (first.json()["number"], other["number"]) == (1, 2)


async def test_the_same_document_again_is_warned_of_and_taken(staff: Staff) -> None:
    first = await staff.register()
    again = await staff.register(sender="bộ khoa học và  công nghệ", subject="Gửi lại")
    other_day = await staff.register(dated="2026-11-20")
    assert [twin["id"] for twin in again["twins"]] == [first["id"]]
    assert (again["number"], other_day["twins"]) == (2, [])
    await staff.clerk.post(f"/documents/{first['id']}/cancel", version=1, reason="Trùng")
    assert [twin["number"] for twin in (await staff.register())["twins"]] == [2]


async def test_a_correction_keeps_what_stood_there(staff: Staff) -> None:
    made = await staff.register()
    path = f"/documents/{made['id']}"
    wanted = facts(staff.office, subject="Kế hoạch chuyển đổi số", kind="KH", urgency="urgent")
    saved = await staff.clerk.put(path, **wanted, version=1, reason="Gõ nhầm trích yếu")
    assert (saved.status_code, saved.json()["version"], saved.json()["number"]) == (200, 2, made["number"])
    (step,) = (await staff.clerk.get(f"{path}/steps")).json()
    assert step["details"]["changes"]["subject"] == [facts(staff.office)["subject"], "Kế hoạch chuyển đổi số"]
    assert (step["note"], step["person_id"]) == ("Gõ nhầm trích yếu", str(staff.clerk.id))
    found = await staff.clerk.get("/documents", q="chuyen doi")
    assert [one["id"] for one in found.json()["items"]] == [made["id"]]


async def test_after_more_than_a_year_it_is_still_corrected_but_not_moved(staff: Staff) -> None:
    path, wanted = f"/documents/{(await staff.register())['id']}", facts(staff.office, note="Bản giấy")
    staff.office.pass_(days=400)
    saved = await staff.clerk.put(path, **wanted, version=1, reason="Thêm ghi chú")
    assert (saved.status_code, saved.json()["note"]) == (200, "Bản giấy")
    moved = await staff.clerk.put(path, **wanted | {"arrived_on": "2026-11-24"}, version=2, reason="Sai ngày đến")
    assert (moved.status_code, moved.json()["errors"][0]["field"]) == (422, "arrived_on")


async def test_a_stale_correction_tells_what_changed(staff: Staff) -> None:
    path = f"/documents/{(await staff.register())['id']}"
    await staff.clerk.put(path, **facts(staff.office, note="Bản giấy"), version=1, reason="Thêm ghi chú")
    stale = await staff.clerk.put(path, **facts(staff.office, note="Bản điện tử"), version=1, reason="Thêm ghi chú")
    assert (stale.status_code, stale.json()["changed"]) == (409, {"note": "Bản giấy"})


async def test_a_cancelled_number_stays_and_is_not_given_again(staff: Staff) -> None:
    made = await staff.register()
    done = await staff.clerk.post(f"/documents/{made['id']}/cancel", version=1, reason="Gửi nhầm cơ quan")
    assert (done.json()["state"], done.json()["cancelled_reason"]) == ("cancelled", "Gửi nhầm cơ quan")
    assert (await staff.register())["number"] == 2
    listed = (await staff.clerk.get("/documents", state="cancelled")).json()["items"]
    assert [one["number"] for one in listed] == [1]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"arrived_on": "2026-11-24"}, "arrived_on"),
        ({"arrived_on": "1985-01-01", "dated": None}, "arrived_on"),
        ({"arrived_on": "không rõ"}, "arrived_on"),
        ({"dated": "1899-01-01"}, "dated"),
        ({"dated": "2026-11-24"}, ""),
        ({"due_on": "2026-11-22"}, ""),
        ({"due_on": "9999-99-99"}, "due_on"),
        ({"sender": ""}, "sender"),
        ({"sender": "Sở\x00Y tế"}, "sender"),
        ({"subject": "x" * 501}, "subject"),
        ({"notation": "1" * 61}, "notation"),
        ({"kind": "CV"}, "kind"),
        ({"urgency": "gấp"}, "urgency"),
        ({"pages": 0}, "pages"),
        ({"pages": "nhiều"}, "pages"),
    ],
)
async def test_what_cannot_be_is_refused_by_field_and_takes_no_number(
    staff: Staff, wrong: dict[str, Any], field: str
) -> None:
    answer = await staff.clerk.post("/documents", **facts(staff.office, **wrong))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert (await staff.register())["number"] == 1


async def test_long_and_odd_vietnamese_stays_as_it_was_written(staff: Staff) -> None:
    made = await staff.register(subject=ODD, sender="Uỷ ban nhân dân xã Đ" + "ồ" * 170)
    read = (await staff.clerk.get(f"/documents/{made['id']}")).json()
    assert read["subject"] == " ".join(ODD.split())
    found = await staff.clerk.get("/documents", q="ap 3/2 day manh uy ban")
    assert [one["id"] for one in found.json()["items"]] == [made["id"]]


async def test_a_subject_is_as_long_as_the_decree_allows_and_a_letter_needs_no_notation(staff: Staff) -> None:
    made = await staff.register(subject="Đ" * 500, notation="")
    read = (await staff.clerk.get(f"/documents/{made['id']}")).json()
    assert (read["subject"], read["notation"]) == ("Đ" * 500, "")
    longer = await staff.clerk.post("/documents", **facts(staff.office, subject="Đ" * 501))
    assert (longer.status_code, longer.json()["errors"][0]["field"]) == (422, "subject")


async def test_the_notation_tells_the_kind(staff: Staff) -> None:
    made = [await staff.register(notation=text) for text in ("12/QĐ-UBND", "7/TTr-SKHCN", "99/SYT-NVY")]
    kinds = [(await staff.clerk.get(f"/documents/{one['id']}")).json()["kind"] for one in made]
    assert kinds == ["QĐ", "TTr", "cong-van"]


async def test_only_a_clerk_registers_and_only_at_home(staff: Staff) -> None:
    body = facts(staff.office)
    refused = await staff.leader.post("/documents", **body)
    foreign = await staff.clerk.post("/documents", **body, agency="H02.01")
    assert (refused.status_code, refused.json()["code"]) == (403, "document-clerks-only")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "document-register-not-found")
    two = await staff.office.person("haiso", "Vũ Hai Sổ", Place("H02.14", "clerk"), Place("H02.21", "clerk"))
    unclear = await two.post("/documents", **body)
    assert (unclear.status_code, unclear.json()["errors"][0]["field"]) == (422, "agency")
    assert (await two.made("/documents", **body, agency="H02.21"))["agency"] == "H02.21"


async def test_lists_filter_sort_and_page(staff: Staff) -> None:
    today = staff.office.now.date()
    senders = ["Zung", "Đức", "Ánh"]
    for place, sender in enumerate(senders):
        await staff.register(sender=sender, notation=f"{place}/BC-X", due_on=str(today + timedelta(days=place)))
    urgent = await staff.register(sender=SENDER, urgency="flash", due_on=str(today))
    read = staff.clerk.get

    async def numbers(**wanted: Any) -> list[int]:
        answer = await read("/documents", **wanted)
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["items"]]

    assert await numbers() == [4, 3, 2, 1]
    assert await numbers(sort="sender") == [3, 4, 2, 1]
    assert await numbers(urgency="flash", kind="KH") == [urgent["number"]]
    assert await numbers(waiting=True, limit=1, sort="number") == [1]
    assert await numbers(due_from=today + timedelta(days=1), due_to=today + timedelta(days=1)) == [2]
    assert await numbers(due_from=today, sort="-due_on", state="open") == [3, 2, 4, 1]
    assert (await staff.act("clerk", urgent, "cancel")).status_code == 200
    assert await numbers(state="open", due_to=today) == [1]
    assert await numbers(state="cancelled", due_to=today) == [urgent["number"]]
    staff.office.pass_(days=1)
    assert await numbers(overdue=True, sort="due_on") == [1]
    first = (await read("/documents", limit=3)).json()
    assert await numbers(limit=3, after=first["next"]) == [1]
    assert (await read("/documents", after="!")).status_code == 400
    assert (await read("/documents", year=date.today().year, la="x")).status_code == 422  # noqa: DTZ011
