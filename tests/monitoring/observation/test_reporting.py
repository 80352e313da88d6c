"""Figures by API: what is taken, what is refused and why, who may, and what becomes of a correction."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.monitoring.watch import API, CULTURE, HEALTH, READING, REPORTING, SCIENCE, Watch

COMMUNE = {"level": "commune", "area": "07210"}


async def test_a_ratio_follows_from_its_parts(watch: Watch) -> None:
    made = await watch.report("P5.1", "Quý III/2026", numerator=90, denominator=120, source="Trung tâm CNTT")
    assert made.status_code == 201, made.text
    assert (made.json()["period"], made.json()["value"]) == ("2026-Q3", 75)
    found = await watch.standing("P5.1")
    assert (found["state"], found["attainment"], found["value"]) == ("on_the_way", 0.75, 75)
    read = (await watch.http.get(made.headers["Location"])).json()
    assert (read["source"], read["origin"], read["recorded_by"]) == ("Trung tâm CNTT", "form", "Nguyễn Thị Hường")


@pytest.mark.parametrize(
    ("code", "values", "field", "message"),
    [
        ("P5.1", {"numerator": 5, "denominator": 0}, "denominator", "0"),
        ("P3.12", {"numerator": 0, "denominator": 0}, "denominator", "0"),
        ("P5.1", {"numerator": 6, "denominator": 5}, "numerator", "6"),
        ("P5.1", {"numerator": 6}, "denominator", "mẫu số"),
        ("P5.1", {"value": 80, "numerator": 3, "denominator": 4}, "value", "75"),
        ("P5.1", {"value": 100.5}, "value", "100"),
        ("P5.1", {"value": -1}, "value", ""),
        ("P5.1", {"value": "1.234"}, "value", ""),
        ("P5.1", {"value": "=1+1"}, "value", "công thức"),
        ("P5.1", {}, "value", "Thiếu"),
        ("P1.1", {"value": 2}, "value", "có hoặc không"),
        ("P1.4", {"value": 3.5}, "value", "nguyên"),
        ("P1.7", {"value": 12, "numerator": 13, "denominator": 12}, "numerator", "tuần"),
        ("P2.1", {"value": 1}, "document_number", "văn bản"),
        (
            "P2.1",
            {"document_number": "5/KH", "document_on": "2026-12-31", "document_title": "Kế hoạch"},
            "document_on",
            "",
        ),
        ("P9.9", {"value": 1}, "code", "P9.9"),
    ],
)
async def test_a_figure_that_does_not_fit_its_indicator_is_refused(
    watch: Watch, code: str, values: dict[str, Any], field: str, message: str
) -> None:
    answer = await watch.report(code, "2026-Q3", **values)
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert error["field"] == field or error["field"].endswith(field)
    assert message in error["message"]
    assert (await watch.http.get(f"{API}/observations", params={"origin": "form"})).json()["items"] == []


async def test_what_an_indicator_allows_is_taken(watch: Watch) -> None:
    assert (await watch.report("P4.4", "2026", numerator=12, denominator=10)).json()["value"] == 120
    nothing = await watch.report("P5.7", "2026-10", numerator=0, denominator=0)
    assert (nothing.status_code, nothing.json()["value"]) == (201, None)
    assert (await watch.standing("P5.7"))["state"] == "no_data"
    assert (await watch.report("P1.1", "2026-10", value="có")).json()["value"] == 1
    assert (await watch.report("P7.2", "2026", value="4,75 %")).json()["value"] == 4.75


@pytest.mark.parametrize(
    ("period", "where", "message"),
    [
        ("2027", {}, "chưa bắt đầu"),
        ("2026-13", {}, "kỳ này"),
        ("hôm qua", {}, "kỳ này"),
        ("2026-Q3", {"level": "commune", "area": "99999"}, "99999"),
        ("2026-Q3", {"level": "commune"}, "mã đơn vị"),
        ("2026-Q3", {"area": "07210"}, "toàn tỉnh"),
        ("2026-Q3", {"level": "district", "area": "213"}, "Thành phố Bắc Giang không còn từ ngày 01/07/2025"),
        ("2022-03", {"level": "commune", "area": "07210"}, "12/05/2022"),
        ("2026-Q3", {"level": "agency", "area": "H99.01"}, "H99.01"),
    ],
)
async def test_a_wrong_place_or_time_says_what_is_wrong(
    watch: Watch, period: str, where: dict[str, Any], message: str
) -> None:
    answer = await watch.report("P3.12", period, value=50, **where)
    assert answer.status_code == 422, answer.text
    assert message in answer.json()["errors"][0]["message"]


async def test_a_commune_that_ended_names_who_followed(watch: Watch) -> None:
    """07213 was a ward of Bắc Giang city until it went into a larger one."""
    before = await watch.report("P3.12", "2024", level="commune", area="07213", value=91)
    assert before.status_code == 201, before.text
    after = await watch.report("P3.12", "2026-Q1", level="commune", area="07213", value=91)
    message = after.json()["errors"][0]["message"] if after.status_code == 422 else ""
    assert "tiếp nối là" in message
    assert before.json()["area_name"].startswith("Phường ")


async def test_a_second_report_of_the_same_period_leads_to_the_first(watch: Watch) -> None:
    first = await watch.report("P7.1", "2025", value=18.2)
    second = await watch.report("P7.1", "Năm 2025", value=19)
    assert second.status_code == 409
    assert first.json()["id"] in second.json()["detail"]


async def test_a_correction_keeps_what_was_there_and_why(watch: Watch) -> None:
    made = (await watch.report("P7.1", "2025", value=18.2)).json()
    path = f"{API}/observations/{made['id']}"
    data = {"version": 1, "value": 20.4, "reason": "Cục Thống kê công bố lại"}
    corrected = await watch.http.put(path, json=data)
    assert (corrected.status_code, corrected.json()["value"], corrected.json()["version"]) == (200, 20.4, 2)
    (change,) = (await watch.http.get(f"{path}/history")).json()
    assert (change["before"], change["after"]) == ({"value": 18.2}, {"value": 20.4})
    assert (change["reason"], change["changed_by"]) == ("Cục Thống kê công bố lại", "Nguyễn Thị Hường")
    assert (await watch.standing("P7.1"))["state"] == "met"
    stale = await watch.http.put(path, json=data | {"value": 21})
    assert stale.status_code == 409
    assert stale.json()["changed"] == {"value": 20.4}
    unexplained = await watch.http.put(path, json={"version": 2, "value": 21})
    assert unexplained.status_code == 422


async def test_of_ten_at_once_one_report_is_kept(watch: Watch) -> None:
    answers = await asyncio.gather(*[watch.report("P7.1", "2025", value=10 + one) for one in range(10)])
    assert sorted(one.status_code for one in answers) == [201] + [409] * 9


async def test_of_ten_corrections_at_once_one_wins(watch: Watch) -> None:
    made = (await watch.report("P7.1", "2025", value=18.2)).json()
    path = f"{API}/observations/{made['id']}"
    wanted = [{"version": 1, "value": 19.0 + one, "reason": "đối chiếu"} for one in range(10)]
    answers = await asyncio.gather(*[watch.http.put(path, json=one) for one in wanted])
    assert sorted(one.status_code for one in answers) == [200] + [409] * 9
    assert len((await watch.http.get(f"{path}/history")).json()) == 1


async def test_an_agency_reports_for_itself_and_for_what_it_leads(watch: Watch) -> None:
    await watch.know_agencies()
    assert (await watch.decide("P3.12", lead_agency=SCIENCE)).status_code == 200
    own = watch.as_(*REPORTING, agency=SCIENCE)
    other = watch.as_(*REPORTING, agency=CULTURE)
    assert (await watch.report("P3.12", "2026-Q3", own, value=80, **COMMUNE)).status_code == 201
    assert (await watch.report("P3.12", "2026-Q2", own, value=80)).status_code == 201
    assert (await watch.report("P3.12", "2026-Q1", other, value=80)).status_code == 404
    assert (await watch.report("P5.1", "2026-Q3", other, value=80, level="agency", area=CULTURE)).status_code == 201
    assert (await watch.report("P5.1", "2026-Q3", other, value=80, level="agency", area=HEALTH)).status_code == 404


async def test_another_agencys_figure_answers_404_to_who_would_change_it(watch: Watch) -> None:
    made = (await watch.report("P7.1", "2025", value=18.2)).json()
    path, data = f"{API}/observations/{made['id']}", {"version": 1, "value": 1, "reason": "nhầm"}
    foreign = await watch.http.put(path, json=data, headers=watch.as_(*REPORTING, agency=CULTURE))
    missing = await watch.http.put(f"{API}/observations/{uuid4()}", json=data)
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.json()["code"] == missing.json()["code"]


@pytest.mark.parametrize(("scopes", "status"), [((), 403), (READING, 403), (REPORTING, 404)])
async def test_only_who_may_report(watch: Watch, scopes: tuple[str, ...], status: int) -> None:
    answer = await watch.report("P7.1", "2025", watch.as_(*scopes, agency=CULTURE), value=18.2)
    assert answer.status_code == status


async def test_a_batch_is_all_or_nothing_and_sent_again_changes_nothing(watch: Watch) -> None:
    rows: list[dict[str, Any]] = [
        {"code": "P7.1", "period": "2024", "value": 15},
        {"code": "P7.1", "period": "2025", "value": 18},
    ]
    wrong = [*rows, {"code": "P7.1", "period": "2025", "value": 19}]
    refused = await watch.http.post(f"{API}/observations/batch", json={"rows": wrong, "reason": "nạp số"})
    assert refused.status_code == 422
    assert [(one["row"], "dòng 2" in one["message"]) for one in refused.json()["errors"]] == [(3, True)]
    outcomes = []
    for data in (rows, rows, [rows[0], {**rows[1], "value": 18.5}]):
        answer = await watch.http.post(f"{API}/observations/batch", json={"rows": data, "reason": "nạp số"})
        outcomes.append(answer.json())
    assert outcomes == [
        {"added": 2, "corrected": 0, "same": 0},
        {"added": 0, "corrected": 0, "same": 2},
        {"added": 0, "corrected": 1, "same": 1},
    ]
