"""Records of the national database, taken over in the background: idempotent, and nothing lost in silence."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from assistant_citizen.procedure.importing import INTAKE
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.records import record


def lines(*records: Any) -> bytes:
    return b"\n".join(one if isinstance(one, bytes) else orjson.dumps(one) for one in records)


async def bring(assistant: Assistant, data: bytes, name: str = "procedures.jsonl") -> dict[str, Any]:
    answer = await assistant.keeper.call(
        "POST", "/assistant-citizen/api/v1/procedures/imports", files={"file": (name, data)}
    )
    assert answer.status_code == 202, answer.text
    await INTAKE.run(assistant.app)
    return dict((await assistant.keeper.get(f"/procedures/imports/{answer.json()['id']}")).json())


async def notes_of(assistant: Assistant, told: dict[str, Any]) -> list[tuple[str, str, str]]:
    page = (await assistant.keeper.get(f"/procedures/imports/{told['id']}/notes", limit=200)).json()
    return [(one["code"], one["cell"], one["reason"]) for one in page["items"]]


async def test_a_file_is_taken_over_once_and_shown(assistant: Assistant) -> None:
    data = lines(record("9.000001", "Thủ tục một"), record("9.000002", "Thủ tục hai"))
    told = await bring(assistant, data)
    assert (told["state"], told["created"], told["changed"], told["notes_total"]) == ("done", 2, 0, 0), told
    again = await bring(assistant, data)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)
    one = (await assistant.public.get("/procedures/9.000001")).json()
    assert (one["verified"], one["description"], one["channels"][0]["time_value"]) == (False, "", 30)
    assert (one["channels"][0]["time_unit"], one["channels"][0]["fees"][0]["amount"]) == ("working_day", 0)
    assert (one["documents"][0]["originals"], one["laws"][0]["date"]) == (1, "2020-09-26")


async def test_what_cannot_be_read_is_told_cell_by_cell_and_kept(assistant: Assistant) -> None:
    odd = record("9.000003", "Thủ tục lẻ")
    odd["tables"]["hinh_thuc_nop"][0] |= {"thoi_han_giai_quyet": "10-25", "phi_le_phi": "Phí : o Đồng"}
    odd["tables"]["thanh_phan_ho_so"][0] |= {"so_luong": "Mus01.docx", "ghi_chu": "một bản"}
    odd["tables"]["can_cu_phap_ly"][0] |= {"so_ky_hieu": "12", "ngay_ban_hanh": "32-13-2020"}
    odd["content"] |= {"mô_tả": "Ä‘Äƒng kÃ½", "trình_tự_thực_hiện": "Bước 1: nộp hồ sơ rồi chờ đ"}
    odd["thêm"] = {"mới": 5}
    told = await bring(assistant, lines(odd))
    assert (told["state"], told["created"], told["skipped"]) == ("done", 1, 0)
    reasons = {reason for _, _, reason in await notes_of(assistant, told)}
    assert reasons == {"time", "fee", "form", "counts", "number", "day", "broken", "cut", "unknown"}
    one = (await assistant.public.get("/procedures/9.000003")).json()
    channel, document = one["channels"][0], one["documents"][0]
    assert (channel["time_limit"], channel["time_value"], channel["fee"]) == ("10-25", None, "Phí : o Đồng")
    assert (document["form"], document["note"], document["originals"]) == ("Mus01.docx", "một bản", None)
    given = (await assistant.public.page("/procedures/9.000003/given")).text
    assert "32-13-2020" in given
    assert "mới" in given


async def test_lines_that_are_no_procedures_are_told_and_the_others_taken(assistant: Assistant) -> None:
    nameless = record("9.000004", "")
    data = lines(
        b"{broken", b"[1]", record("", "Không mã"), nameless, record("9.000005"), record("9.000005", "Lần hai")
    )
    told = await bring(assistant, data)
    assert (told["state"], told["created"], told["skipped"]) == ("done", 1, 5), told
    reasons = [reason for _, _, reason in await notes_of(assistant, told)]
    assert reasons == ["json", "json", "code", "name", "twice"]
    assert (await assistant.public.get("/procedures/9.000005")).json()["name"] == "Thủ tục thử nghiệm"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04rest", b"\xff\xd8\xff", "mã,tên".encode("utf-16-le"), b"a,b\n1,2", b"[{]", b"[]", b"{}"]
)
async def test_files_that_are_something_else_are_refused_in_words(assistant: Assistant, data: bytes) -> None:
    told = await bring(assistant, data)
    assert (told["state"], told["created"]) == ("refused", 0)
    assert "JSON" in told["wrong"][0]["message"]


async def test_a_list_in_another_encoding_is_read_too(assistant: Assistant) -> None:
    data = orjson.dumps([record("9.000006", "Đăng ký")]).decode().encode("utf-16")
    assert (await bring(assistant, data, "list.json"))["created"] == 1


async def test_a_new_edition_is_doubted_and_peoples_edits_outlive_the_same_one(assistant: Assistant) -> None:
    await bring(assistant, lines(record("9.000007", "Tên cũ")))
    path = "/procedures/9.000007"
    one = (await assistant.keeper.get(path)).json()
    edited = await assistant.keeper.put(path, **one | {"name": "Tên đã sửa"})
    assert edited.status_code == 200, edited.text
    sure = await assistant.keeper.post(path + "/verify", verified=True, version=edited.json()["version"])
    assert sure.json()["verified"] is True
    assert (await bring(assistant, lines(record("9.000007", "Tên cũ"))))["unchanged"] == 1
    assert (await assistant.public.get(path)).json()["name"] == "Tên đã sửa"
    assert (await bring(assistant, lines(record("9.000007", "Tên mới"))))["changed"] == 1
    now = (await assistant.public.get(path)).json()
    assert (now["name"], now["verified"]) == ("Tên mới", False)


async def test_only_keepers_send_and_only_senders_see(assistant: Assistant) -> None:
    path, file = "/assistant-citizen/api/v1/procedures/imports", {"file": ("x.jsonl", lines(record()))}
    assert (await assistant.public.call("POST", path, files=file)).status_code == 401
    assert (await assistant.operator.call("POST", path, files=file)).status_code == 403
    told = await bring(assistant, lines(record()))
    other = assistant.desk("knowledge:read", "knowledge:write")
    assert (await other.get(f"/procedures/imports/{told['id']}")).status_code == 404
    assert (await other.get(f"/procedures/imports/{told['id']}/notes")).status_code == 404


async def test_the_page_reports_with_notes_to_download(assistant: Assistant) -> None:
    odd = record("9.000008")
    odd["tables"]["hinh_thuc_nop"][0]["thoi_han_giai_quyet"] = "10-25"
    sent = await assistant.keeper.submit("/knowledge/import", files={"file": ("p.jsonl", lines(odd))})
    assert sent.status_code == 303, sent.text
    place = sent.headers["location"].removeprefix("/assistant-citizen")
    assert "hx-get" in (await assistant.keeper.page(place)).text
    await INTAKE.run(assistant.app)
    page = (await assistant.keeper.page(place)).text
    assert "10-25" in page
    assert "hx-trigger" not in page[page.index('id="import"') : page.index('id="import"') + 200]
    csv = await assistant.keeper.page(place + "/notes.csv")
    assert "Thời hạn không phải một con số" in csv.text
    assert (await assistant.keeper.submit("/knowledge/import")).status_code == 422


@pytest.mark.shared
async def test_the_real_records(assistant: Assistant, shared: Path) -> None:
    data = (shared / "data" / "procedures" / "procedures.jsonl").read_bytes()
    told = await bring(assistant, data)
    assert (told["state"], told["created"], told["skipped"]) == ("done", 207, 0), told
    notes = await notes_of(assistant, told)
    assert told["notes_total"] > len(notes) > 100
    assert (await bring(assistant, data))["unchanged"] == 207
    found = (await assistant.public.get("/procedures", q="tố cáo", limit=200)).json()["items"]
    assert found
    assert all("tố cáo" in one["name"].lower() or "Tố cáo" in one["field"] for one in found)
