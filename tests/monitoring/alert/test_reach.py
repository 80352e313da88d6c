"""An agency sees and changes what is its own; what is another's is not there."""

import pytest

from tests.monitoring.alert.guard import PILLAR, WATCHING, Guard

HEALTH, SCIENCE = "H02.10", "H02.07"


@pytest.fixture
async def led(guard: Guard) -> Guard:
    """P5.1 is led by health, P5.2 by science, and both slip."""
    await guard.watch.know_agencies()
    for code, agency in (("P5.1", HEALTH), ("P5.2", SCIENCE)):
        assert (await guard.watch.decide(code, lead_agency=agency)).status_code == 200
        await guard.figure(code, "2026-Q1", 60)
    await guard.rule()
    await guard.until(lambda found: len(found) == 2)
    return guard


async def test_alerts_of_another_agency_are_not_there(led: Guard) -> None:
    alerts = {one["agency"]: one for one in await led.alerts()}
    mine = await led.get("/alerts", agency=HEALTH)
    assert [one["agency"] for one in mine["items"]] == [HEALTH]
    foreign = alerts[SCIENCE]
    data = {"version": foreign["version"], "note": "không phải của mình"}
    for path in ("acknowledge", "close"):
        answer = await led.post(f"/alerts/{foreign['id']}/{path}", data, status=404, agency=HEALTH)
        assert answer["code"] == "alert-not-found"
    await led.get(f"/alerts/{foreign['id']}", status=404, agency=HEALTH)
    own = alerts[HEALTH]
    seen = await led.post(f"/alerts/{own['id']}/acknowledge", {"version": own["version"]}, status=200, agency=HEALTH)
    assert seen["state"] == "acknowledged"


async def test_who_only_reads_and_who_belongs_nowhere(led: Guard) -> None:
    alert = (await led.alerts())[0]
    data = {"version": alert["version"]}
    reader = ("alerts:read",)
    await led.post(f"/alerts/{alert['id']}/acknowledge", data, status=403, agency=HEALTH, scopes=reader)
    assert not (await led.get("/alerts", agency=None, scopes=WATCHING))["items"]


async def test_a_rule_of_an_agency_is_for_what_it_leads_and_not_for_others_to_change(led: Guard) -> None:
    province = (await led.get("/alert-rules"))["items"][0]
    facts = {"name": "Của Sở Y tế", "kind": "threshold", "bound": 90, "recovery": 95, "agency": SCIENCE, **PILLAR}
    preview = await led.post("/alert-rules/preview", facts, status=200, agency=HEALTH)
    assert [one["code"] for one in preview["matches"]] == ["P5.1"]
    rule = await led.post("/alert-rules", facts, agency=HEALTH)
    assert rule["agency"] == HEALTH
    await led.until(lambda found: [one["code"] for one in found] == ["P5.1"], rule_id=rule["id"])
    await led.get(f"/alert-rules/{rule['id']}", status=404, agency=SCIENCE)
    edit = {name: province[name] for name in province if name not in {"id", "demo"}}
    await led.put(f"/alert-rules/{province['id']}", {**edit, "bound": 1}, status=404, agency=HEALTH)
    await led.get(f"/alert-rules/{province['id']}", agency=HEALTH)


async def test_a_silence_cannot_be_about_a_rule_that_is_not_there_for_its_author(led: Guard) -> None:
    facts = {"name": "Của Sở KH&CN", "kind": "threshold", "bound": 50, "recovery": 60, **PILLAR}
    foreign = await led.post("/alert-rules", facts, agency=SCIENCE)
    silence = {"reason": "dò mã quy tắc", "starts_at": "2026-11-25T00:00:00Z", "ends_at": "2026-12-01T00:00:00Z"}
    answer = await led.post("/silences", {**silence, "rule_id": foreign["id"]}, status=422, agency=HEALTH)
    assert answer["errors"][0]["field"] == "rule_id"
    await led.post("/silences", {**silence, "rule_id": foreign["id"]}, agency=SCIENCE)
