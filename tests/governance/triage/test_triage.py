"""What clerks are suggested, why, and what becomes of their corrections."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from governance.models import MODELS
from kit.ml import runs
from kit.ml.tables import ModelCorrection
from kit.ml.training import train
from tests.governance.office import Desk, Office, Place

LAND = "V/v phương án bồi thường, thu hồi đất và cấp giấy chứng nhận quyền sử dụng đất tại xã Yên Dũng"
BARE = "V/v phuong an boi thuong, thu hoi dat va cap giay chung nhan quyen su dung dat tai xa Yen Dung"


async def clerk(office: Office, agency: str = "H02.21") -> Desk:
    name = f"vanthu-{agency}"
    return await office.person(name, "Ngô Thị Mây", Place(agency, "clerk"), Place(agency, "leader"))


async def suggested(desk: Desk, subject: str, **more: Any) -> dict[str, Any]:
    answer = await desk.get("/triage/suggestion", subject=subject, **more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_field_and_urgency_with_reasons_that_stand_in_the_document(triage: Office) -> None:
    desk = await clerk(triage)
    found = await suggested(desk, f"Khẩn: {LAND}", sender="UBND xã Yên Dũng")
    assert (found["field"]["value"], found["urgency"]["value"]) == ("land", "urgent")
    assert found["field"]["version"] == 1
    assert 0.4 <= found["field"]["confidence"] <= 1
    reasons = [reason["words"] for reason in found["field"]["reasons"]]
    assert reasons
    assert all(words in f"khẩn: {LAND} ubnd xã yên dũng".lower() for words in reasons)
    assert "khẩn" in [reason["words"] for reason in found["urgency"]["reasons"]]


async def test_with_and_without_diacritics(triage: Office) -> None:
    desk = await clerk(triage)
    marked, bare = [await suggested(desk, subject) for subject in (LAND, BARE)]
    assert marked["field"]["value"] == bare["field"]["value"] == "land"
    assert all(reason["words"] in BARE.lower() for reason in bare["field"]["reasons"])


async def test_a_near_deadline_is_urgent_and_a_far_one_is_not(triage: Office) -> None:
    desk, today = await clerk(triage), triage.now.date()
    for days, urgency in ((2, "urgent"), (90, "normal")):
        asked = f"Báo cáo số liệu nguồn nước trước ngày {today + timedelta(days=days):%d/%m/%Y}"
        assert (await suggested(desk, asked, kind="cong-van"))["urgency"]["value"] == urgency


async def test_silent_where_nothing_is_known(triage: Office) -> None:
    found = await suggested(await clerk(triage), "abc xyz")
    assert (found["field"], found["unit"]) == (None, None)


async def test_silent_without_models_in_use(office: Office) -> None:
    found = await suggested(await clerk(office), LAND)
    assert [found[part] for part in ("field", "urgency", "unit")] == [None, None, None]


async def test_the_unit_follows_from_names_then_from_the_table(triage: Office) -> None:
    named = await triage.unit("H02.21", "QLDD", "Phòng Quản lý đất đai")
    other = await triage.unit("H02.21", "VP", "Văn phòng")
    desk = await clerk(triage)
    unit = (await suggested(desk, LAND))["unit"]
    assert (unit["value"], unit["source"]) == (str(named.id), "names")
    path = "/triage/agencies/H02.21/units"
    version = (await desk.get(path)).json()["version"]
    saved = await desk.put(path, units={"land": str(other.id)}, version=version)
    assert saved.status_code == 204, saved.text
    unit = (await suggested(desk, LAND))["unit"]
    assert (unit["value"], unit["source"]) == (str(other.id), "table")
    table = (await desk.get(path)).json()
    rows = {row["field"]: row for row in table["fields"]}
    assert (rows["land"]["unit_id"], rows["land"]["suggested"]) == (str(other.id), str(named.id))
    stale = await desk.put(path, units={"land": str(named.id)}, version=version)
    assert (stale.status_code, stale.json()["changed"]) == (409, {"land": str(other.id)})


async def test_two_units_whose_names_speak_of_it_are_named_and_neither_is_claimed(triage: Office) -> None:
    for code, name in (("QLDD", "Phòng Quản lý đất đai"), ("DD", "Phòng Đo đạc và Đăng ký"), ("VP", "Văn phòng")):
        await triage.unit("H02.21", code, name)
    desk = await clerk(triage)
    found = await suggested(desk, LAND)
    assert (found["unit"], set(found["perhaps"])) == (None, {"Phòng Quản lý đất đai", "Phòng Đo đạc và Đăng ký"})
    shown = await desk.page("/triage/suggestion", params={"subject": LAND})
    assert "Chưa chắc chắn" in shown.text
    assert "Phòng Đo đạc và Đăng ký" in shown.text


async def test_words_that_nobody_knows_lead_to_nothing_at_all(triage: Office) -> None:
    found = await suggested(await clerk(triage), "xyz qwv")
    assert (found["field"], found["maybe"], found["unit"], found["perhaps"]) == (None, [], None, [])


async def test_a_unit_that_ended_is_not_suggested(triage: Office) -> None:
    today = triage.now.date()
    await triage.unit("H02.21", "QLDD", "Phòng Quản lý đất đai", valid_to=today)
    assert (await suggested(await clerk(triage), LAND))["unit"] is None


async def test_another_agency_has_no_table_here(triage: Office) -> None:
    desk = await clerk(triage)
    elsewhere = await triage.unit("H02.14", "CDS", "Phòng Chuyển đổi số")
    for answer in (
        await desk.get("/triage/agencies/H02.14/units"),
        await desk.put("/triage/agencies/H02.14/units", units={}, version=""),
        await desk.get("/triage/suggestion", subject=LAND, agency="H02.14"),
        await desk.put("/triage/agencies/H02.21/units", units={"land": str(elsewhere.id)}, version=""),
    ):
        assert answer.status_code == 404
    staff = await triage.person("nv", "Lý Thị Hoa", Place("H02.21", "clerk"))
    assert (
        await staff.put("/triage/agencies/H02.21/units", units={"nothing": str(uuid4())}, version="")
    ).status_code == 422


async def test_what_clerks_decide_is_kept_once_and_in_its_last_form(triage: Office) -> None:
    desk = await clerk(triage)
    for field in ("environment", "land"):
        assert (await desk.post("/triage/decisions", subject=LAND, field=field, urgency="normal")).status_code == 204
    async with triage.app.state.database.session() as session:
        rows = {row.name: row for row in await session.scalars(select(ModelCorrection))}
    assert set(rows) == {"document-field", "document-urgency"}
    kept = rows["document-field"]
    assert (kept.suggested, kept.right, kept.number, kept.by) == ("land", "land", 1, str(desk.account))
    assert (await desk.post("/triage/decisions", subject=LAND, field="cooking")).status_code == 422


async def test_decisions_of_an_agency_become_a_model_of_its_units(triage: Office) -> None:
    """The same words lead to another unit than any name says; after a training it is known."""
    odd, even = [await triage.unit("H02.21", code, f"Phòng số {code}") for code in ("1", "2")]
    desk = await clerk(triage)
    for number in range(60):
        about, unit = (("tưới tiêu", odd), ("trồng rừng", even))[number % 2]
        asked = {"subject": f"Về {about} đợt thôn {'abcdefghij'[number % 10]} {number}", "sender": "UBND xã Tân Yên"}
        answer = await desk.post("/triage/decisions", **asked, unit_id=str(unit.id))
        assert answer.status_code == 204, answer.text
    database = triage.app.state.database
    async with database.session() as session:
        asked_for = await runs.ask(session, "document-unit", by="command")
        asked_for.promotes = True
    model = MODELS.get("document-unit")
    least, type(model).least_examples = model.least_examples, 20
    try:
        await train(database, MODELS, "document-unit", asked_for.id)
    finally:
        type(model).least_examples = least
    await triage.app.state.models.look(database)
    unit = (await suggested(desk, "Về tưới tiêu vụ xuân", sender="UBND xã Tân Yên"))["unit"]
    assert (unit["value"], unit["source"]) == (str(odd.id), "model")
    foreign = await clerk(triage, "H02.14")
    assert (await suggested(foreign, "Về tưới tiêu vụ xuân", sender="UBND xã Tân Yên"))["unit"] is None


def version_in(page: str) -> str:
    return page.split('name="version" value="')[1].split('"', maxsplit=1)[0]


async def test_pages(triage: Office) -> None:
    unit = await triage.unit("H02.21", "QLDD", "Phòng Quản lý đất đai")
    desk = await clerk(triage)
    shown = await desk.page("/triage/suggestion", params={"subject": LAND, "sender": "UBND xã Yên Dũng"})
    assert "Đất đai" in shown.text
    assert "Phòng Quản lý đất đai" in shown.text
    assert (await desk.page("/triage/suggestion", params={"subject": ""})).text == ""
    table = await desk.page("/triage")
    assert "Theo tên: Phòng Quản lý đất đai" in table.text
    chosen = {"land": str(unit.id), "finance": "", "version": version_in(table.text)}
    saved = await desk.submit("/triage/agencies/H02.21/units", **chosen)
    assert saved.status_code == 303
    stale = await desk.submit("/triage/agencies/H02.21/units", **{**chosen, "land": ""})
    assert (stale.status_code, "Khác với lựa chọn của bạn: Đất đai" in stale.text) == (409, True)
    again = {**chosen, "land": "", "version": version_in(stale.text)}
    assert (await desk.submit("/triage/agencies/H02.21/units", **again)).status_code == 303
    noted = await desk.submit("/triage/decisions", subject=LAND, field="land")
    assert noted.status_code in (204, 303)
    keeper = await triage.person("giamsat", "Vũ Minh", Place("H02.01", "leader"), role="supervisor")
    models = await keeper.page("/models")
    assert "Lĩnh vực của văn bản đến" in models.text
    card = await keeper.page("/models/document-field/versions/1")
    assert card.status_code == 200
    assert "Gõ không dấu" in card.text
    assert (await desk.page("/models")).status_code == 403
