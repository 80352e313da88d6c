"""`python -m tests.journeys.faults [--bus kafka] [--part governance …]`: every part of the product fails during the
story of a figure that slips. Each platform is killed at four steps, each server kept away for half a minute; what is
printed is how long the story took, what the front door said meanwhile, and whether everything is there once."""

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from simulators.journeys.alert import AlertJourney
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step
from tests.embedded.product import Product
from tests.journeys.once import expect_all_once
from tests.journeys.outage import PAGES, SERVICES, Outage, kill, said_at, until_all_answer
from tests.journeys.playing import played

AWAY_SECONDS, LOOK_AFTER_SECONDS = 30, 8
KILLED_AFTER = ("alert.raised", "alert.opened", "alert.voted", "alert.published")
AWAY_AFTER = "alert.called"
OFFICIAL = "giamdoc"
SERVERS = {"redis": ("postgresql", "valkey"), "kafka": ("postgresql", "valkey", "kafka")}


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, Product(Path(folder) / "run", asked.bus) as product:
        product.until_ready()
        with Portal.of(product.folder) as portal:
            parts = asked.part or (*SERVICES, *SERVERS[asked.bus])
            failed = [part for part in parts if not _tried(product, portal, part)]
    print(f"not as it should be: {', '.join(failed)}" if failed else "all as it should be")  # noqa: T201
    return len(failed)


def _tried(product: Product, portal: Portal, part: str) -> bool:
    journey, seen, began = AlertJourney(portal), set[str](), time.monotonic()
    strike = _killing(product, part) if part in SERVICES else _keeping_away(product, portal, part, seen)
    trouble = ""
    try:
        played(journey, strike)
        expect_all_once(journey)
        until_all_answer(portal.person(OFFICIAL))
    except Exception as error:  # noqa: BLE001 - the others are tried too
        trouble = f"{type(error).__name__}: {error}"[:500]
    seconds = time.monotonic() - began
    print(f"{part:<18} {seconds:6.1f} s  {trouble or 'everything once'}", flush=True)  # noqa: T201
    for line in sorted(seen):
        print(f"    {line}", flush=True)  # noqa: T201
    return not trouble


def _killing(product: Product, part: str) -> Callable[[Step], None]:
    def strike(step: Step) -> None:
        if step.key in KILLED_AFTER:
            kill(product, part)

    return strike


def _keeping_away(product: Product, portal: Portal, part: str, seen: set[str]) -> Callable[[Step], None]:
    def strike(step: Step) -> None:
        if step.key == AWAY_AFTER:
            Outage(product, part, AWAY_SECONDS).begin()
            with suppress(TimeoutError):
                seen.update(_seen(portal))

    return strike


def _seen(portal: Portal) -> set[str]:
    """What each platform's page shows while the server is away."""
    time.sleep(LOOK_AFTER_SECONDS)  # the outage itself is what is watched
    person = portal.person(OFFICIAL)
    return {"{}: {} {}".format(name, *said_at(person, path)) for name, path in PAGES.items()}


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--bus", choices=SERVERS, default="redis")
    parser.add_argument("--part", action="append", choices=(*SERVICES, *SERVERS["kafka"]), help="only this one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
