"""An indicator that slips raises one alert, which goes its way until the figures are good again."""

from tests.monitoring.alert.guard import RAISED, RECOVERED, Guard


async def test_a_figure_below_the_bound_raises_once_and_a_good_one_recovers(guard: Guard) -> None:
    rule = await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    assert (alert["code"], alert["rule_id"], alert["value"], alert["target"]) == ("P5.1", rule["id"], 62, 100)
    (envelope,) = await guard.told(RAISED, 1)
    assert envelope["correlationid"] == alert["correlation_id"] != ""
    assert envelope["data"]["path"] == f"/monitoring/alerts/{alert['id']}"
    assert (envelope["data"]["indicator"], envelope["data"]["period"]) == ("P5.1", "2026-Q1")
    await guard.figure("P5.1", "2026-Q2", 95)
    over = await guard.one("recovered")
    assert (over["id"], over["recovery"]) == (alert["id"], "measured")
    (after,) = await guard.told(RECOVERED, 1)
    assert after["correlationid"] == alert["correlation_id"]
    assert after["aggregateversion"] > envelope["aggregateversion"]
    assert len(await guard.heard(RAISED)) == 1


async def test_between_the_bounds_nothing_happens_and_further_figures_stay_one_alert(guard: Guard) -> None:
    await guard.rule()
    for quarter, value in enumerate((85, 79, 85, 70), 1):
        await guard.figure("P5.1", f"2025-Q{quarter}", value)
    await guard.judged()
    assert [one["value"] for one in await guard.until(lambda found: len(found) == 1)] == [70]
    assert len(await guard.told(RAISED, 1)) == 1


async def test_so_many_in_a_row(guard: Guard) -> None:
    await guard.rule(raise_after=2, recover_after=2)
    for quarter, value in enumerate((70, 95, 70), 1):
        await guard.figure("P5.1", f"2025-Q{quarter}", value)
    await guard.judged()
    assert not await guard.alerts()
    await guard.figure("P5.1", "2025-Q4", 71)
    await guard.one("raised")
    await guard.figure("P5.1", "2026-Q1", 95)
    await guard.judged()
    assert (await guard.alerts())[0]["state"] == "raised"
    await guard.figure("P5.1", "2026-Q2", 95)
    await guard.one("recovered")


async def test_what_has_no_target_is_never_alerted(guard: Guard) -> None:
    await guard.rule(covers="indicator", code="P6.10")
    await guard.figure("P6.10", "2026-Q1", 1)
    await guard.judged()
    assert not await guard.alerts()
    rule = {"name": "thử", "kind": "threshold", "bound": 80, "covers": "indicator", "code": "P6.10"}
    preview = await guard.post("/alert-rules/preview", rule, status=200)
    assert (preview["watched"], preview["firing"]) == (0, 0)


async def test_it_is_acknowledged_by_whoever_takes_care_and_the_story_is_kept(guard: Guard) -> None:
    await guard.rule(severity="critical")
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    data = {"note": "Đã giao Phòng An toàn thông tin", "version": alert["version"]}
    seen = await guard.post(f"/alerts/{alert['id']}/acknowledge", data, status=200)
    assert (seen["state"], seen["acknowledged_by"]) == ("acknowledged", "Nguyễn Thị Hường")
    stale = await guard.post(f"/alerts/{alert['id']}/acknowledge", data, status=409)
    assert stale["code"] == "stale-edit"
    await guard.figure("P5.1", "2026-Q2", 97)
    await guard.one("recovered")
    detail = await guard.get(f"/alerts/{alert['id']}")
    assert [one["kind"] for one in detail["history"]] == ["recovered", "acknowledged", "raised"]
    assert detail["history"][1]["note"] == "Đã giao Phòng An toàn thông tin"


async def test_closed_by_hand_it_comes_again_only_after_it_recovered(guard: Guard) -> None:
    await guard.rule()
    await guard.figure("P5.1", "2025-Q1", 62)
    alert = await guard.one("raised")
    closing = {"note": "Số liệu đang đối soát với NCSC", "version": alert["version"]}
    await guard.post(f"/alerts/{alert['id']}/close", closing, status=200)
    (over,) = await guard.told(RECOVERED, 1)
    assert over["data"]["reason"] == "withdrawn"
    await guard.figure("P5.1", "2025-Q2", 60)
    await guard.judged()
    assert [one["state"] for one in await guard.alerts()] == ["closed"]
    await guard.figure("P5.1", "2025-Q3", 95)
    await guard.one("recovered")
    await guard.figure("P5.1", "2025-Q4", 50)
    again = await guard.until(lambda found: len(found) == 2)
    assert [one["state"] for one in again] == ["raised", "recovered"]
    assert len(await guard.told(RAISED, 2)) == 2
    assert len(await guard.heard(RECOVERED)) == 1
    late = await guard.post(f"/alerts/{alert['id']}/close", closing, status=409)
    assert late["code"] == "alert-over"


async def test_a_rule_that_is_switched_off_takes_its_alerts_back(guard: Guard) -> None:
    rule = await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    await guard.one("raised")
    facts = {name: rule[name] for name in rule if name not in {"id", "demo"}}
    await guard.put(f"/alert-rules/{rule['id']}", {**facts, "enabled": False})
    assert (await guard.one("recovered"))["recovery"] == "withdrawn"
    (event,) = await guard.told(RECOVERED, 1)
    assert event["data"]["reason"] == "withdrawn"


async def test_a_rule_that_asks_less_recovers_what_it_had_raised(guard: Guard) -> None:
    rule = await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    await guard.one("raised")
    facts = {name: rule[name] for name in rule if name not in {"id", "demo"}}
    await guard.put(f"/alert-rules/{rule['id']}", {**facts, "bound": 50, "recovery": 60})
    assert (await guard.one("recovered"))["recovery"] == "changed"


async def test_each_agency_is_watched_by_itself(guard: Guard) -> None:
    await guard.watch.know_agencies()
    await guard.rule(level="agency")
    for agency, value in (("H02.07", 40), ("H02.10", 99), ("H02.08", 60)):
        await guard.figure("P5.1", "2026-Q1", value, level="agency", area=agency)
    found = await guard.until(lambda found: len(found) == 2)
    assert {(one["area"], one["agency"]) for one in found} == {("H02.07", "H02.07"), ("H02.08", "H02.08")}
    assert [one["area"] for one in await guard.alerts(agency="H02.08")] == ["H02.08"]
