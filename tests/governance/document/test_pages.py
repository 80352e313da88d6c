"""The register as its people use it: forms, lists, sheets, paper, files and tasks."""

import re
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from governance.attachment.tables import Attachment
from tests.governance.document.registry import SENDER, Staff, facts
from tests.governance.office import Place
from tests.support.documents import pdf

HOME = "/documents"
KEY = re.compile(r'name="key" value="([^"]+)"')
PLAN = pdf("Kế hoạch số 2663/KH-UBND", "Giao Sở Khoa học và Công nghệ chủ trì nền tảng giám sát")


def form(staff: Staff, **values: Any) -> dict[str, Any]:
    return {name: str(value) for name, value in facts(staff.office, **values).items()}


async def test_a_clerk_registers_by_form_with_files_and_once(staff: Staff) -> None:
    page = await staff.clerk.page(f"{HOME}/new")
    key = KEY.search(page.text)
    assert page.status_code == 200
    assert key
    sent = form(staff, key=key[1], next="1")
    answers = [await staff.clerk.submit(HOME, **sent, files={"file": ("kh.pdf", PLAN)}) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == ["/governance/documents/new"] * 2
    (document,) = (await staff.clerk.get(HOME)).json()["items"]
    (file,) = (await staff.clerk.get(f"{HOME}/{document['id']}/attachments")).json()
    assert (document["number"], file["name"], file["media_type"]) == (1, "kh.pdf", "application/pdf")
    read = await staff.leader.page(f"{HOME}/{document['id']}/attachments/{file['id']}/file")
    assert read.content == PLAN
    async with staff.office.app.state.database.session() as session:
        assert (await session.scalars(select(Attachment.name))).all() == ["kh.pdf"]
    assert (await staff.stranger.page(f"{HOME}/{document['id']}/attachments/{file['id']}/file")).status_code == 404


async def test_a_form_with_mistakes_is_shown_again_and_takes_no_number(staff: Staff) -> None:
    wrong = await staff.clerk.submit(HOME, **form(staff, subject="", due_on="2020-01-01"))
    odd = await staff.clerk.submit(HOME, **form(staff, sender="Sở\x00Y"))
    late = await staff.clerk.submit(HOME, **form(staff, arrived_on="2031-01-01"))
    assert [one.status_code for one in (wrong, odd, late)] == [422, 422, 422]
    assert "Cần nhập mục này" in wrong.text
    assert "Ngày đến không thể ở tương lai" in late.text
    assert SENDER in late.text
    assert (await staff.register())["number"] == 1


async def test_while_typing_a_clerk_sees_twins_and_senders(staff: Staff) -> None:
    await staff.register()
    typed = {"sender": "bo khoa hoc va cong nghe", "notation": "2663/kh-bkhcn", "dated": "2026-11-23"}
    twins = await staff.clerk.page(f"{HOME}/twins", params=typed)
    senders = await staff.clerk.page(f"{HOME}/senders", params={"sender": "khoa hoc"})
    assert "Có thể văn bản này đã vào sổ" in twins.text
    assert re.findall(r'<option value="([^"]+)"', senders.text) == [SENDER, "Sở Khoa học và Công nghệ"]


async def test_steps_go_by_forms_without_a_script(staff: Staff) -> None:
    document = await staff.at("submitted")
    path = f"{HOME}/{document['id']}/steps/assign"
    page = await staff.leader.page(path)
    assert "Phòng ATTT" in page.text
    usual = (await staff.leader.get("/holidays/working-days", count=10)).json()["to"]
    assert f'value="{usual}"' in page.text
    chosen = staff.unit("ATTT")
    sent = {"version": 2, "lead_unit": staff.unit("CDS"), "lead_due_on": "2026-12-01", "chosen": chosen}
    refused = await staff.leader.submit(path, **sent, **{f"due-{chosen}": "2026-12-02"})
    assert refused.status_code == 422
    assert "Không thể sau thời hạn của đơn vị chủ trì (01/12/2026)" in refused.text
    done = await staff.leader.submit(path, **sent, **{f"due-{chosen}": "2026-11-30"})
    assert done.status_code == 303
    read = (await staff.leader.get(f"{HOME}/{document['id']}")).json()
    assert [(one["part"], one["due_on"]) for one in read["units"]] == [("lead", "2026-12-01"), ("co", "2026-11-30")]
    again = await staff.leader.submit(path, **sent)
    assert again.status_code == 409
    assert "vừa được người khác xử lý" in again.text


async def test_a_step_at_the_wrong_time_tells_what_is_possible(staff: Staff) -> None:
    document = await staff.at("submitted")
    refused = await staff.act("clerk", document, "submit")
    told = {one["field"]: one["message"] for one in refused.json()["errors"]}
    assert refused.status_code == 409
    assert told[""] == "Văn bản đang chờ ý kiến lãnh đạo."
    assert told["cancel"] == "Bây giờ có thể: hủy số"
    assert (await staff.clerk.page(f"{HOME}/{document['id']}/steps/fly")).status_code == 404


async def test_registers_are_printed_and_exported_as_the_decree_says(staff: Staff) -> None:
    await staff.at("settled", note="=cmd()")
    await staff.register(notation="7/TTr-UBND")
    book = await staff.clerk.page(f"{HOME}/register/print", params={"year": 2026})
    follow_up = await staff.clerk.page(f"{HOME}/follow-up/print")
    assert [book.text.count('<th scope="col">'), follow_up.text.count('<th scope="col">')] == [10, 7]
    assert "Sở Khoa học và Công nghệ · Năm 2026" in book.text
    sheet = await staff.clerk.page(f"{HOME}.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu"]
    assert [row[1] for row in rows[1:]] == [2, 1]
    text = (await staff.clerk.page(f"{HOME}.csv", params={"q": "tien khai"})).text
    assert "'=cmd()" in (await staff.clerk.page(f"{HOME}.csv")).text
    assert text.count("\n") == 1
    shown = await staff.clerk.page(f"{HOME}/follow-up", params={"state": "settled"})
    assert "45/SKHCN-CDS" in shown.text


async def test_a_task_is_made_of_a_document_and_shown_there(staff: Staff) -> None:
    document = await staff.at("assigned")
    path = f"{HOME}/{document['id']}"
    lead = f"H02.14/{staff.unit('CDS')}"
    made = await staff.leader.submit(f"{path}/task", title="Soạn báo cáo", lead=lead, agency="H02.14")
    assert made.status_code == 303, made.text
    (task,) = (await staff.leader.get("/tasks")).json()["items"]
    assert (task["origin"]["kind"], task["origin"]["id"]) == ("document", document["id"])
    assert "Soạn báo cáo" in (await staff.leader.page(path)).text
    refused = await staff.main.submit(f"{path}/task", title="Soạn", lead=lead, agency="H02.14")
    assert refused.status_code == 403


async def test_who_has_to_act_next_is_told(staff: Staff) -> None:
    document = await staff.at("assigned", subject="Kế hoạch diễn tập", confidentiality="secret")
    for role, told in (("leader", "chờ ý kiến của bạn"), ("lead_head", "được giao cho đơn vị bạn")):
        (note,) = (await staff[role].get("/notifications")).json()["items"]
        assert told in note["text"]
        assert note["path"].endswith(document["id"])
        assert "Kế hoạch" not in note["text"]
    assert (await staff.main.get("/notifications")).json()["items"] == []


async def test_the_form_of_submitting_offers_the_leader_before_the_deputies(staff: Staff) -> None:
    await staff.office.person("phogiamdoc", "Bùi Thị An", Place("H02.14", "deputy"), role="leader")
    document = await staff.register()
    page = await staff.clerk.page(f"{HOME}/{document['id']}/steps/submit")
    assert page.text.index("Trịnh Xuân Đốc") < page.text.index("Bùi Thị An")


async def test_forms_of_the_clerk_are_not_opened_to_others(staff: Staff) -> None:
    document = await staff.at("assigned")
    for form_of in ("edit", "cancel"):
        path = f"{HOME}/{document['id']}/{form_of}"
        assert (await staff.clerk.page(path)).status_code == 200
        assert (await staff.lead_head.page(path)).status_code == 403


async def test_whoever_is_next_has_one_button_that_stands_out_and_the_others_read_whose_turn_it_is(
    staff: Staff,
) -> None:
    document = await staff.at("submitted")
    leader, clerk = [(await desk.page(f"{HOME}/{document['id']}")).text for desk in (staff.leader, staff.clerk)]
    assert primary(leader) == ["Phân phối cho đơn vị"]
    assert "Trịnh Xuân Đốc sẽ phân phối" not in leader
    assert primary(clerk) == []
    assert "Trịnh Xuân Đốc sẽ phân phối cho đơn vị." in clerk
    working = await staff.at("working", notation="2664/KH-BKHCN")
    pages = [(await desk.page(f"{HOME}/{working['id']}")).text for desk in (staff.leader, staff.lead_head, staff.main)]
    assert [primary(page) for page in pages] == [[], [], ["Kết thúc giải quyết"]]
    assert "Phân phối lại" in pages[0]
    assert "Nguyễn Thảo chịu trách nhiệm giải quyết." in pages[1]


def primary(page: str) -> list[str]:
    """The buttons of the page that stand out."""
    return re.findall(r'button--primary"[^>]*>(?:<svg.*?</svg>)?<span>([^<]+)</span>', page.partition("<main")[2])


async def test_what_is_over_is_shown_to_who_has_nothing_left_to_do(staff: Staff) -> None:
    for state in ("settled", "cancelled"):
        document = await staff.at(state, notation=f"{state}/KH")
        page = await staff.clerk.page(f"{HOME}/{document['id']}")
        assert page.status_code == 200
        assert primary(page.text) == []
