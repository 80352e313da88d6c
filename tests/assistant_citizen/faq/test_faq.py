"""Frequent questions: read by everybody, edited by keepers, led to their procedure."""

from typing import Any

from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.records import BIRTH

QUESTION: dict[str, Any] = {
    "question": "Đăng ký khai sinh quá hạn có bị phạt không?",
    "answer": "Không bị phạt tiền.\nChỉ phải nộp lệ phí theo quy định của tỉnh.",
    "wordings": "khai sinh muộn",
    "field": "Hộ tịch",
    "procedure_code": "1.001193",
    "aspect": "fee",
}


async def test_questions_lead_to_their_procedures(assistant: Assistant) -> None:
    unknown = await assistant.keeper.post("/faqs", **QUESTION)
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "procedure_code")
    await assistant.keeper.made("/procedures", **BIRTH)
    made = await assistant.keeper.made("/faqs", **QUESTION)
    for q in ("khai sinh muon", "quá hạn phạt", "Hộ tịch"):
        assert [one["id"] for one in (await assistant.public.get("/faqs", q=q)).json()["items"]] == [made["id"]]
    assert (await assistant.public.get("/faqs", q="kết hôn")).json()["items"] == []
    page = (await assistant.public.page("/faqs")).text
    assert '/assistant-citizen/procedures/1.001193"' in page
    assert "Không bị phạt tiền." in (await assistant.public.page(f"/faqs/{made['id']}")).text


async def test_only_keepers_edit_and_a_stale_edit_is_refused(assistant: Assistant) -> None:
    plain = {**QUESTION, "procedure_code": ""}
    assert (await assistant.public.post("/faqs", **plain)).status_code == 401
    assert (await assistant.operator.post("/faqs", **plain)).status_code == 403
    made = await assistant.keeper.made("/faqs", **plain)
    path = f"/faqs/{made['id']}"
    changed = await assistant.keeper.put(path, **plain | {"answer": "Không.", "version": made["version"]})
    assert changed.json()["answer"] == "Không."
    stale = await assistant.keeper.put(path, **plain | {"field": "Khác", "version": made["version"]})
    assert (stale.status_code, stale.json()["changed"]["answer"]) == (409, "Không.")
    assert (await assistant.keeper.delete(path, version=changed.json()["version"])).status_code == 204
    assert (await assistant.public.get(path)).json()["code"] == "faq-not-found"


async def test_pages_by_form(assistant: Assistant) -> None:
    saved = await assistant.keeper.submit("/faqs", **{**QUESTION, "procedure_code": "", "verified": "true"})
    assert saved.status_code == 303, saved.text
    place = saved.headers["location"].removeprefix("/assistant-citizen")
    assert "Đã đối chiếu" in (await assistant.public.page(place)).text
    edit = await assistant.keeper.page(place + "/edit")
    assert (edit.status_code, "khai sinh muộn" in edit.text) == (200, True)
    again = await assistant.keeper.submit(place, **{**QUESTION, "procedure_code": "0.0", "version": "1"})
    assert (again.status_code, "Không có thủ tục mang mã này" in again.text) == (422, True)
    assert "phạt" in (await assistant.public.get("/faqs/list.csv")).text
