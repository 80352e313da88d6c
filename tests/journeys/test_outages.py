"""While a figure slips and comes right, what carries the story is killed: the story ends, and nothing is there twice.

The cheap half; `python -m tests.journeys.faults` kills each part at several steps and keeps the servers away for half a
minute.
"""

from simulators.journeys.alert import AlertJourney
from simulators.journeys.patience import until
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step
from tests.embedded.product import Product
from tests.journeys.once import expect_all_once
from tests.journeys.outage import PAGES, SERVICES, Outage, kill, said_at, until_all_answer
from tests.journeys.playing import played

KILLED_AFTER = {
    "alert.reported": "monitoring",
    "alert.raised": "governance",
    "alert.started": "lgsp-gateway",
    "alert.opened": "meetings",
    "alert.voted": "assistant-citizen",
    "alert.published": "governance",
    "alert.done": "meetings",
    "alert.asked": "assistant-staff",
    "alert.accepted": "analytics",
}
VALKEY_AWAY_SECONDS = 6
OFFICIAL = "giamdoc"


def test_each_platform_is_killed_during_the_story(portal: Portal, product: Product) -> None:
    journey, killed = AlertJourney(portal), []

    def strike(step: Step) -> None:
        if step.key in KILLED_AFTER:
            name = KILLED_AFTER[step.key]
            killed.append((name, kill(product, name)))

    played(journey, strike)
    expect_all_once(journey)
    until_all_answer(portal.person(OFFICIAL))
    assert {name for name, _ in killed} == set(SERVICES)
    now = product.processes()
    assert not [name for name, pid in killed if now[name] == pid]


def test_valkey_is_away_during_the_story(portal: Portal, product: Product) -> None:
    journey = AlertJourney(portal)

    def strike(step: Step) -> None:
        if step.key == "alert.called":
            Outage(product, "valkey", VALKEY_AWAY_SECONDS).begin()

    played(journey, strike)
    expect_all_once(journey)


def test_the_door_says_which_platform_is_missing_and_the_rest_goes_on(portal: Portal, product: Product) -> None:
    person = portal.person(OFFICIAL)
    with Outage(product, "governance", 60):
        told = until(lambda: _missing(said_at(person, PAGES["governance"])), "the door says so")
        rest = {name: said_at(person, path)[0] for name, path in PAGES.items() if name != "governance"}
    assert told == "Quản trị tổng thể đang không trả lời"
    assert rest == dict.fromkeys(rest, 200)
    until_all_answer(person)


def _missing(said: tuple[int, str]) -> str:
    return said[1] if said[0] == 503 else ""
