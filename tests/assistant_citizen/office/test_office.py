"""Offices: found by everybody, edited by keepers, told for the right procedures."""

from typing import Any

import pytest

from assistant_citizen.office.queries import offices_for
from tests.assistant_citizen.assistant import Assistant

WARD: dict[str, Any] = {
    "code": "mot-cua-da-mai",
    "name": "Bộ phận Một cửa phường Đa Mai",
    "level": "commune",
    "area": "Phường Đa Mai",
    "address": "Số 1 đường Thử",
    "phone": "0204 000 0001",
    "hours": "Thứ Hai đến thứ Sáu: 7:30–11:30, 13:30–17:00",
    "source": "Dữ liệu thử",
}
CENTRE = {**WARD, "code": "trung-tam", "name": "Trung tâm Phục vụ hành chính công", "level": "province", "area": ""}
POLICE = {
    **WARD,
    "code": "cong-an",
    "name": "Công an tỉnh",
    "level": "central",
    "area": "",
    "fields": ["Quản lý xuất nhập cảnh"],
}


async def test_everybody_finds_and_keepers_edit(assistant: Assistant) -> None:
    assert (await assistant.public.post("/offices", **WARD)).status_code == 401
    made = await assistant.keeper.made("/offices", **WARD)
    assert (await assistant.keeper.post("/offices", **WARD)).status_code == 409
    found = (await assistant.public.get("/offices", q="da mai")).json()["items"]
    assert [one["code"] for one in found] == ["mot-cua-da-mai"]
    changed = await assistant.keeper.put("/offices/mot-cua-da-mai", **{**made, "phone": "0204 000 0002"})
    assert changed.json()["phone"] == "0204 000 0002"
    stale = await assistant.keeper.put("/offices/mot-cua-da-mai", **{**made, "address": "Số 2"})
    assert (stale.status_code, stale.json()["changed"]["phone"]) == (409, "0204 000 0002")
    gone = await assistant.keeper.delete("/offices/mot-cua-da-mai", version=changed.json()["version"])
    assert gone.status_code == 204
    assert (await assistant.public.get("/offices/mot-cua-da-mai")).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"phone": "gọi tôi"}, {"email": "x"}, {"website": "javascript:alert(1)"}, {"level": "x"}, {"latitude": 91}],
)
async def test_odd_facts_are_refused(assistant: Assistant, wrong: dict[str, Any]) -> None:
    assert (await assistant.keeper.post("/offices", **{**WARD, **wrong})).status_code == 422


async def test_the_nearest_office_for_a_procedure_is_told(assistant: Assistant) -> None:
    for one in (WARD, CENTRE, POLICE, {**WARD, "code": "khac", "name": "Bộ phận Một cửa xã Khác", "area": "Xã Khác"}):
        await assistant.keeper.made("/offices", **one)

    async def codes(*given: str) -> list[str]:
        async with assistant.app.state.database.session() as session:
            return [one.code for one in await offices_for(session, *given)]

    assert await codes("Quản lý xuất nhập cảnh", "Cấp Tỉnh") == ["cong-an"]
    assert await codes("Hộ tịch", "Cấp Xã", "phường đa mai") == ["mot-cua-da-mai"]
    assert await codes("Hộ tịch", "Cấp Xã") == ["mot-cua-da-mai", "khac"]
    assert await codes("Đất đai", "Cấp Tỉnh") == ["trung-tam"]
    assert await codes("Hộ tịch", "Cấp Xã", "nơi không có") == ["trung-tam"]


async def test_pages_by_form(assistant: Assistant) -> None:
    saved = await assistant.keeper.submit("/offices", **{**WARD, "fields": "Hộ tịch\nĐất đai"})
    assert saved.status_code == 303, saved.text
    page = (await assistant.public.page("/offices/mot-cua-da-mai")).text
    assert 'href="tel:02040000001"' in page
    assert "Đất đai" in page
    assert "Chưa đối chiếu" in page
    assert "Đa Mai" in (await assistant.public.page("/offices", params={"level": "commune"})).text
    edit = await assistant.keeper.page("/offices/mot-cua-da-mai/edit")
    assert (edit.status_code, "Hộ tịch\nĐất đai" in edit.text) == (200, True)
    stale = await assistant.keeper.submit("/offices/mot-cua-da-mai", **{**WARD, "phone": "1", "version": "0"})
    assert (stale.status_code, "Người khác vừa sửa" in stale.text) == (409, True)
    assert (await assistant.public.page("/offices/mot-cua-da-mai/edit")).status_code in {303, 401}
    assert "Đa Mai" in (await assistant.public.get("/offices/list.csv")).text
