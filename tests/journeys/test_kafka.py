"""The same stories where events go over Apache Kafka, whose broker dies in the middle of one of them."""

from pathlib import Path

import pytest

from simulators.journeys.alert import AlertJourney
from simulators.journeys.document import DocumentJourney
from simulators.journeys.events import EventsJourney
from simulators.journeys.exchange import ExchangeJourney
from simulators.journeys.petition import PetitionJourney
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step
from tests.embedded.product import Product
from tests.embedded.waiting import gone
from tests.journeys.once import expect_all_once
from tests.journeys.outage import kill
from tests.journeys.playing import played
from tests.kit.bus.servers import refuse_without_kafka

KILLED_AFTER = {"alert.reported": "governance", "alert.called": "kafka", "alert.published": "monitoring"}


@pytest.mark.kafka
def test_the_stories_on_kafka(tmp_path: Path) -> None:
    refuse_without_kafka()
    with Product(tmp_path / "run", bus="kafka") as product:
        product.until_ready()
        with Portal.of(product.folder) as portal:
            for journey in (EventsJourney, PetitionJourney, ExchangeJourney, DocumentJourney):
                played(journey(portal))
            _expect_nothing_lost_or_doubled(portal, product)
        family = product.family()
        assert product.stop() == 0
        assert gone(*family)


def _expect_nothing_lost_or_doubled(portal: Portal, product: Product) -> None:
    """Work waits for who was away: governance dies as the alert is raised, monitoring before its task is known."""
    journey = AlertJourney(portal)

    def strike(step: Step) -> None:
        if step.key in KILLED_AFTER:
            kill(product, KILLED_AFTER[step.key])

    played(journey, strike)
    expect_all_once(journey)
