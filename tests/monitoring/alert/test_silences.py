"""What is silenced is judged on and told when the silence ends; what nobody reported is missed in time."""

from datetime import UTC, datetime, timedelta

from tests.monitoring.alert.guard import RAISED, RECOVERED, Guard
from tests.monitoring.watch import NOW

WEEK = timedelta(days=7)


def silence(**values: object) -> dict[str, object]:
    times = {"starts_at": (NOW - timedelta(hours=1)).isoformat(), "ends_at": (NOW + WEEK).isoformat()}
    return {"reason": "Nâng cấp hệ thống giám sát", "code": "P5.1", **times, **values}


async def test_nothing_is_told_while_silenced_and_what_still_fires_at_the_end_is(guard: Guard) -> None:
    await guard.rule()
    await guard.post("/silences", silence())
    await guard.figure("P5.1", "2026-Q1", 62)
    await guard.figure("P5.2", "2026-Q1", 62)
    found = await guard.until(lambda found: len(found) == 2)
    assert {one["code"]: one["state"] for one in found} == {"P5.1": "silenced", "P5.2": "raised"}
    assert [one["data"]["indicator"] for one in await guard.told(RAISED, 1)] == ["P5.2"]
    guard.at(NOW + WEEK + timedelta(minutes=1))
    await guard.until(lambda found: {one["state"] for one in found} == {"raised"})
    told = await guard.told(RAISED, 2)
    assert [one["data"]["indicator"] for one in told] == ["P5.2", "P5.1"]
    alert = (await guard.alerts(code="P5.1"))[0]
    assert alert["correlation_id"] == told[1]["correlationid"]
    detail = await guard.get(f"/alerts/{alert['id']}")
    assert [one["kind"] for one in detail["history"]] == ["raised", "silenced"]


async def test_what_recovers_while_silenced_was_never_told(guard: Guard) -> None:
    await guard.rule()
    await guard.post("/silences", silence())
    await guard.figure("P5.1", "2026-Q1", 62)
    await guard.one("silenced")
    await guard.figure("P5.1", "2026-Q2", 95)
    await guard.one("recovered")
    assert not await guard.heard(RAISED)
    assert not await guard.heard(RECOVERED)


async def test_what_was_told_before_recovers_when_the_silence_is_ended(guard: Guard) -> None:
    await guard.rule()
    await guard.figure("P5.1", "2026-Q1", 62)
    await guard.one("raised")
    kept = await guard.post("/silences", silence())
    await guard.figure("P5.1", "2026-Q2", 95)
    await guard.judged()
    assert (await guard.alerts())[0]["state"] == "raised"
    assert not await guard.heard(RECOVERED)
    await guard.post(f"/silences/{kept['id']}/end?version={kept['version']}", {}, status=200)
    await guard.one("recovered")
    assert len(await guard.told(RECOVERED, 1)) == 1


async def test_a_silence_in_the_past_or_backwards_is_refused(guard: Guard) -> None:
    past = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-02-01T00:00:00Z"}
    assert (await guard.post("/silences", silence(**past), status=422))["errors"][0]["field"] == "ends_at"
    await guard.post("/silences", silence(ends_at="2020-01-01T00:00:00Z"), status=422)
    await guard.post("/silences", silence(code="P9.99"), status=422)


async def test_a_figure_that_does_not_come_is_missed_and_comes_late(guard: Guard) -> None:
    """Quarter 3 ends on 30 September; 15 working days later it is due on 21 October."""
    guard.at(datetime(2026, 10, 21, 3, tzinfo=UTC))
    await guard.figure("P5.1", "2026-Q2", 99)
    rule = {"name": "Chưa báo cáo", "kind": "missing", "days": 15, "working": True, "bound": None, "recovery": None}
    await guard.rule(**rule)
    await guard.judged()
    assert not await guard.alerts()
    guard.at(datetime(2026, 10, 22, 3, tzinfo=UTC))
    await guard.rule(**{**rule, "name": "xét lại", "enabled": False})
    alert = (await guard.until(lambda found: len(found) == 1))[0]
    assert (alert["kind"], alert["period"], alert["value"]) == ("missing", "2026-Q3", None)
    (event,) = await guard.told(RAISED, 1)
    assert (event["data"]["kind"], event["data"]["value"]) == ("missing", None)
    await guard.figure("P5.1", "2026-Q3", 99)
    await guard.one("recovered")


async def test_a_changed_rule_takes_back_nothing_that_is_missing_still(guard: Guard) -> None:
    guard.at(datetime(2026, 6, 1, 3, tzinfo=UTC))
    made = await guard.rule(
        kind="missing", days=15, bound=None, recovery=None, span="month", covers="indicator", code="P5.2", pillar=None
    )
    guard.at(datetime(2026, 8, 1, 3, tzinfo=UTC))
    await guard.rule(name="để xét lại", enabled=False)
    await guard.one("raised")
    guard.at(NOW)
    edited = {name: value for name, value in made.items() if name not in {"id", "demo"}}
    await guard.put(f"/alert-rules/{made['id']}", {**edited, "note": "thêm ghi chú"})
    await guard.judged()
    alert = await guard.one("raised")
    assert alert["period"] == "2026-10"
    assert not await guard.heard(RECOVERED)


async def test_a_figure_of_a_few_units_is_not_judged_while_the_others_may_still_report(guard: Guard) -> None:
    await guard.rule(covers="indicator", code="P5.1", pillar=None)
    await guard.figure("P5.1", "2026-11", 12, level="commune", area="07210")
    await guard.judged()
    assert not await guard.alerts()
    guard.at(datetime(2026, 12, 31, 3, tzinfo=UTC))
    await guard.rule(name="để xét lại", enabled=False)
    alert = await guard.one("raised")
    assert (alert["code"], alert["value"], alert["period"]) == ("P5.1", 12, "2026-11")
