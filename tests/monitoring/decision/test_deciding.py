"""What the province decides: editable by who may, unverified until a document confirms it, with what was before."""

from typing import Any

import httpx

from tests.monitoring.watch import API, REPORTING, SCIENCE, Watch


async def read(watch: Watch, code: str) -> dict[str, Any]:
    found: dict[str, Any] = (await watch.http.get(f"{API}/indicators/{code}/decision")).json()
    return found


async def confirm(watch: Watch, code: str, **values: Any) -> httpx.Response:
    version = (await read(watch, code))["version"]
    data = {"version": version, "document_number": "15/QĐ-UBND", "document_on": "2026-02-01", **values}
    return await watch.http.post(f"{API}/indicators/{code}/decision/confirmation", json=data)


async def test_a_decision_is_unverified_until_a_document_confirms_it(watch: Watch) -> None:
    assert not (await watch.standing("P5.1"))["unverified"]
    decided = await watch.decide("P5.1", due_on="2026-12-31", denominator="máy chủ của cơ quan nhà nước")
    assert (decided.status_code, decided.json()["verified"]) == (200, False)
    assert (await watch.standing("P5.1"))["unverified"]
    assert (await confirm(watch, "P5.1", document_on="2031-01-01")).status_code == 422
    assert (await confirm(watch, "P5.1")).json()["verified"]
    assert not (await watch.standing("P5.1"))["unverified"]
    again = await watch.decide("P5.1", due_on="2027-12-31", denominator="máy chủ của cơ quan nhà nước")
    assert (again.json()["verified"], again.json()["document_number"]) == (False, "")
    history = (await watch.http.get(f"{API}/indicators/P5.1/decision/history")).json()
    assert [one["reason"] for one in history] == ["họp giao ban", "15/QĐ-UBND", "họp giao ban"]
    assert history[0]["before"]["due_on"] == "2026-12-31"
    assert history[0]["after"]["due_on"] == "2027-12-31"


async def test_a_stale_decision_tells_what_changed(watch: Watch) -> None:
    assert (await watch.decide("P5.1", due_on="2026-12-31")).status_code == 200
    stale = await watch.decide("P5.1", version=1, due_on="2028-12-31")
    assert (stale.status_code, stale.json()["changed"]["due_on"]) == (409, "2026-12-31")


async def test_a_local_target_makes_an_obligation_scored_and_is_labelled(watch: Watch) -> None:
    await watch.report("P8.2", "2026-Q3", value=45)
    before = await watch.standing("P8.2")
    assert (before["state"], before["local"]) == ("not_scored", False)
    assert (await watch.decide("P8.2", target_value=90)).status_code == 200
    after = await watch.standing("P8.2")
    assert (after["state"], after["attainment"], after["local"]) == ("on_the_way", 0.5, True)
    assert (await watch.decide("P8.2", baseline_value=40, baseline_period="Năm 2022")).status_code == 200
    rising = await watch.standing("P8.2")
    assert (rising["state"], rising["rise"]) == ("met", True)
    assert (await watch.decide("P8.2")).status_code == 200
    assert (await watch.standing("P8.2"))["state"] == "not_scored"


async def test_the_plans_own_figures_stay_and_only_who_may_decides(watch: Watch) -> None:
    for values in ({"target_value": 50}, {"baseline_value": 101}, {"lead_agency": "H99.09"}, {"due_on": "2020-01-01"}):
        answer = await watch.decide("P5.1", **values)
        assert answer.status_code == 422, values
    data = {"version": 1, "reason": "thử", "due_on": "2026-12-31"}
    path = f"{API}/indicators/P5.1/decision"
    official = await watch.http.put(path, json=data, headers=watch.as_(*REPORTING, "indicators:write", agency=SCIENCE))
    assert official.status_code == 403
    assert (await watch.http.get(f"{API}/indicators/P9.9/decision")).status_code == 404
    assert (await read(watch, "P5.1"))["version"] == 1
