from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from simulators.shared_categories.main import app

UUID_OF_NOTHING = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def provider(browse: Any) -> AsyncIterator[Any]:
    async with browse(app()) as client:
        yield client


async def test_the_communes_of_the_plan_and_of_today(provider: Any) -> None:
    then = (await provider.get("/units?level=commune&on=2022-06-11&size=500")).json()
    now = (await provider.get("/units?level=commune&on=2026-11-23&size=500")).json()
    assert (then["total"], len(then["items"])) == (209, 209)
    assert (now["total"], len(now["items"])) == (99, 99)
    assert {"code": "07441", "full_name": "Xã Dĩnh Trì", "parent": "213"}.items() <= {
        key: value for unit in then["items"] if unit["code"] == "07441" for key, value in unit.items()
    }.items()


async def test_pages_join_to_the_whole(provider: Any) -> None:
    pages = [
        (await provider.get(f"/units?level=commune&on=2022-06-11&page={page}&size=50")).json()["items"]
        for page in range(1, 6)
    ]
    assert [len(page) for page in pages] == [50, 50, 50, 50, 9]
    assert len({unit["code"] for page in pages for unit in page}) == 209


async def test_search_without_diacritics(provider: Any) -> None:
    found = (await provider.get("/units?on=2026-11-23&q=phuong da mai")).json()
    assert [unit["full_name"] for unit in found["items"]] == ["Phường Đa Mai"]


async def test_one_unit_with_its_place_in_time(provider: Any) -> None:
    unit = (await provider.get("/units/07819?on=2022-06-11")).json()
    assert unit["full_name"] == "Xã Hoàng Lương"
    assert [above["full_name"] for above in unit["ancestors"]] == ["Huyện Hiệp Hòa", "Tỉnh Bắc Giang"]
    assert unit["succeeded_by"] == ["07825"]
    next_step = (await provider.get("/units/07819/successors?on=2022-06-11")).json()
    today = (await provider.get("/units/07819/successors?on=2022-06-11&at=2026-11-23")).json()
    assert [unit["full_name"] for unit in next_step] == ["Xã Toàn Thắng"]
    assert [unit["full_name"] for unit in today] == ["Xã Hoàng Vân"]
    back = (await provider.get("/units/07822/predecessors?on=2026-11-23&at=2022-06-11")).json()
    assert "07819" in [unit["code"] for unit in back]


async def test_who_has_it_already_gets_304(provider: Any) -> None:
    first = await provider.get("/units?level=commune")
    again = await provider.get("/units?level=commune", headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = await provider.get("/units?level=district", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/units/99999", 404, "unit-not-found"),
        ("/units/221?on=2026-11-23", 404, "unit-not-found"),
        ("/units?on=2020-01-01", 422, "before-record"),
        ("/units?on=hôm nay", 422, "invalid"),
        ("/units?level=thon", 422, "invalid"),
        ("/units?size=100000", 422, "invalid"),
        ("/units?page=0", 422, "invalid"),
        ("/units/../etc", 404, "no-such-path"),
        ("/units/24;x", 422, "invalid"),
        ("/khong-co", 404, "no-such-path"),
        (f"/reports/{UUID_OF_NOTHING}", 404, "report-not-found"),
    ],
)
async def test_problems(provider: Any, path: str, status: int, code: str) -> None:
    problem = await provider.get(path)
    assert problem.headers["content-type"] == "application/problem+json"
    assert (problem.status_code, problem.json()["status"], problem.json()["code"]) == (status, status, code)


REPORT = {"unit_code": "07819", "on": "2022-06-11", "subject": "Tên viết sai  dấu", "detail": "Dòng một\r\nDòng hai"}


async def test_an_error_in_the_record_is_reported(provider: Any) -> None:
    client = "VN/GOV/H02.01/mot-cua"
    created = await provider.post("/reports", json=REPORT, headers={"X-Road-Client": client})
    assert created.status_code == 201
    assert created.json()["subject"] == "Tên viết sai dấu"
    assert created.json()["detail"] == "Dòng một\nDòng hai"
    assert created.json()["client"] == client
    assert (await provider.get(created.headers["location"])).json() == created.json()


@pytest.mark.parametrize(
    "change",
    [{"unit_code": "99999"}, {"unit_code": "x"}, {"on": "2020-01-01"}, {"subject": " "}, {"detail": "\x00"}],
)
async def test_broken_reports_are_refused(provider: Any, change: Any) -> None:
    assert (await provider.post("/reports", json=REPORT | change)).status_code == 422


async def test_the_oldest_reports_give_way(provider: Any) -> None:
    first = await provider.post("/reports", json=REPORT)
    for _ in range(1000):
        await provider.post("/reports", json=REPORT)
    assert (await provider.get(first.headers["location"])).status_code == 404


async def test_its_description_is_a_valid_openapi_document(provider: Any) -> None:
    description = (await provider.get("/openapi.json")).json()
    validate(description)
    assert description["openapi"].startswith("3.")
    assert set(description["paths"]) == {
        "/units",
        "/units/{code}",
        "/units/{code}/successors",
        "/units/{code}/predecessors",
        "/reports",
        "/reports/{report_id}",
    }
    assert description["paths"]["/units"]["get"]["operationId"] == "list_units"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(query=st.dictionaries(st.sampled_from(["on", "level", "q", "page", "size", "parent"]), st.text(max_size=20)))
async def test_any_query_gets_an_answer(provider: Any, query: Any) -> None:
    answer = await provider.get("/units", params=query)
    assert answer.status_code in {200, 422}
