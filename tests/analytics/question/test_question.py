"""Kept questions: places for values, versions, who may ask, and putting one together without SQL."""

from typing import Any

import pytest

from analytics.question.parameter import Parameter, bound, places
from kit.errors import Invalid
from tests.analytics.lab import OTHER, Lab

API = "/analytics/api/v1/questions"
HOME = "/analytics/questions"
WRITTEN = {
    "name": "Hộ có thu nhập trên mức",
    "sql": "SELECT ma_don_vi, count(*) AS so FROM thu_nhap WHERE thu_nhap.thu_nhap >= {{mức}} GROUP BY 1 ORDER BY 1",
    "parameters": [{"name": "mức", "kind": "number", "default": "2000"}],
}


async def kept(lab: Lab, data: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
    answer = await lab.http.post(API, json=data, headers=headers or lab.analyst)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def asked(lab: Lab, question_id: str, headers: dict[str, str], **values: str) -> Any:
    answer = await lab.http.post(f"{API}/{question_id}/ask", json={"values": values}, headers=headers)
    return answer.json()


async def test_values_are_bound_to_their_places(lab: Lab) -> None:
    await lab.loaded()
    made = await kept(lab, WRITTEN)
    assert sum(row[1] for row in (await asked(lab, made["id"], lab.analyst))["rows"]) == 18
    assert sum(row[1] for row in (await asked(lab, made["id"], lab.analyst, mức="19500,5"))["rows"]) == 1
    hostile = await asked(lab, made["id"], lab.analyst, mức="0; DROP TABLE thu_nhap")
    assert hostile["code"] == "invalid"


async def test_who_may_ask_and_change(lab: Lab) -> None:
    await lab.loaded()
    own = await kept(lab, WRITTEN)
    agency = await kept(lab, {**WRITTEN, "name": "Của cơ quan", "visibility": "agency"})
    shared = await kept(lab, {**WRITTEN, "name": "Của tỉnh", "visibility": "province"})

    async def seen(headers: dict[str, str]) -> set[str]:
        return {one["id"] for one in (await lab.http.get(API, headers=headers)).json()["items"]}

    assert await seen(lab.analyst) == {own["id"], agency["id"], shared["id"]}
    assert await seen(lab.official) == {agency["id"], shared["id"]}
    assert await seen(lab.stranger) == {shared["id"]}
    assert (await lab.http.post(f"{API}/{own['id']}/ask", json={}, headers=lab.official)).status_code == 404
    change = {**WRITTEN, "version": 1}
    assert (await lab.http.put(f"{API}/{shared['id']}", json=change, headers=lab.stranger)).status_code == 404
    assert (await asked(lab, shared["id"], lab.official))["rows"]


async def test_each_saving_is_a_version_and_a_stale_one_is_refused(lab: Lab) -> None:
    made = await kept(lab, WRITTEN)
    path = f"{API}/{made['id']}"
    newer = {**WRITTEN, "sql": "SELECT 1 AS mot", "parameters": [], "version": 1}
    changed = await lab.http.put(path, json=newer, headers=lab.analyst)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = await lab.http.put(path, json={**newer, "name": "Khác"}, headers=lab.analyst)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    versions = (await lab.http.get(f"{path}/versions", headers=lab.analyst)).json()
    assert [(one["number"], "mot" in one["sql"]) for one in versions] == [(2, True), (1, False)]
    await asked(lab, made["id"], lab.analyst)
    runs = (await lab.http.get(f"{path}/runs", headers=lab.analyst)).json()["items"]
    assert [(one["question_version"], one["state"]) for one in runs] == [(2, "ok")]


async def test_one_put_together_speaks_for_every_engine(lab: Lab) -> None:
    await lab.loaded(row_column="ma_don_vi")
    form = {
        "name": "Thu nhập theo đơn vị",
        "dataset": "thu_nhap",
        "operation": "mean",
        "measured": "thu_nhap",
        "group": "ma_don_vi",
        "column_1": "thu_nhap",
        "comparison_1": "ge",
        "value_1": "{{mức}}",
        "chart_kind": "bar",
        "chart_x": "ma_don_vi",
        "chart_y": "mean_thu_nhap",
        "visibility": "province",
    }
    page = await lab.http.get(f"{HOME}/build", params={"dataset": "thu_nhap"}, headers=lab.analyst)
    assert page.status_code == 200, page.text
    saved = await lab.http.post(f"{HOME}/build", data=form, headers=lab.analyst)
    assert saved.status_code == 303, saved.text
    detail = await lab.http.get(saved.headers["location"], params={"p_muc": "0"}, headers=lab.analyst)
    assert detail.status_code == 200, detail.text
    for part in ("data-chart", "clickhouse", "pyspark", "CAST({{mức}} AS DOUBLE"):
        assert part in detail.text, part
    question_id = saved.headers["location"].rpartition("/")[2]
    rows = (await asked(lab, question_id, lab.stranger, mức="0"))["rows"]
    assert [row[0] for row in rows] == [OTHER]
    again = await lab.http.get(f"{HOME}/{question_id}/build", headers=lab.analyst)
    assert 'value="{{mức}}"' in again.text


async def test_pages_of_a_question(lab: Lab) -> None:
    await lab.loaded()
    form = {**WRITTEN, "parameters": "mức: số = 2000", "visibility": "agency"}
    saved = await lab.http.post(HOME, data=form, headers=lab.analyst)
    assert saved.status_code == 303, saved.text
    place = saved.headers["location"]
    assert "Hộ có thu nhập trên mức" in (await lab.http.get(HOME, headers=lab.official)).text
    shown = await lab.http.get(place, params={"p_muc": "nhiều"}, headers=lab.official)
    assert "Không phải số." in shown.text
    edit = await lab.http.get(f"{place}/edit", headers=lab.analyst)
    assert "mức: số = 2000" in edit.text
    file = await lab.http.get(f"{place}/export/csv", params={"p_muc": "0"}, headers=lab.official)
    assert file.content.startswith("\ufeffma_don_vi,so".encode())
    removed = await lab.http.post(f"{place}/remove", headers=lab.analyst)
    assert removed.status_code == 303
    assert (await lab.http.get(place, headers=lab.analyst)).status_code == 404


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT {{từ ngày}}, {{ xã }}", ["từ ngày", "xã"]),
        ("SELECT '{{không}}', \"{{không}}\" -- {{không}}\n, /* {{không}} */ {{có}}", ["có"]),
        ("SELECT {{a}} + {{a}}", ["a"]),
        ("SELECT {{}} {{ }} {{1x;}}", []),
    ],
)
def test_places_stand_outside_of_quotes_and_comments(sql: str, names: list[str]) -> None:
    assert places(sql) == names


def test_values_are_read_by_their_kind() -> None:
    day = Parameter(name="từ ngày", kind="date", default="2026-01-01")
    assert bound("SELECT {{từ ngày}}", [day], {}) == ("SELECT CAST($p1 AS DATE)", {"p1": "2026-01-01"})
    assert bound("SELECT {{từ ngày}}", [day], {"p_tu_ngay": ""})[1] == {"p1": None}
    for kind, wrong in (("date", "hôm nay"), ("number", "nan"), ("number", "một"), ("boolean", "chắc")):
        with pytest.raises(Invalid):
            bound("SELECT {{x}}", [Parameter(name="x", kind=kind)], {"p_x": wrong})
