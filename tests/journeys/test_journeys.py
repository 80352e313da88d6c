"""The five stories, on the running product with its embedded database, Valkey and bus."""

from simulators.journeys.alert import AlertJourney
from simulators.journeys.portal import Portal
from tests.journeys.once import expect_all_once
from tests.journeys.playing import played


def test_a_figure_slips_and_comes_right(portal: Portal) -> None:
    journey = AlertJourney(portal)
    played(journey)
    expect_all_once(journey)
    assert (journey.alert["state"], journey.alert["recovery"]) == ("recovered", "measured")
    assert journey.vote["counts"] == [4, 0, 0]
    assert [one["state"] for one in (journey.task, *journey.actions)] == ["completed"] * 3
