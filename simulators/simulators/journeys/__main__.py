"""`python -m simulators.journeys` (make demo): plays the five stories in the running portal, step by step, and says who
did what and on which page it can be seen. On a terminal Enter goes on; `--auto` goes on by itself."""

import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from embedded.checkout import RUN
from simulators.journeys.alert import AlertJourney
from simulators.journeys.document import DocumentJourney
from simulators.journeys.events import EventsJourney
from simulators.journeys.exchange import ExchangeJourney
from simulators.journeys.patience import Refused, TookTooLong
from simulators.journeys.petition import PetitionJourney
from simulators.journeys.portal import NotRunning, Portal
from simulators.journeys.telling import LANGUAGES, Journey, Language, Step, said, words

JOURNEYS = (AlertJourney, PetitionJourney, ExchangeJourney, DocumentJourney, EventsJourney)


def main() -> int:
    asked = _arguments()
    try:
        with Portal.of(asked.folder) as portal:
            _introduce(asked)
            for journey in JOURNEYS:
                if asked.only in {"", journey.name}:
                    _play(journey(portal), portal, asked)
    except NotRunning as error:
        print(error, file=sys.stderr)
        return 1
    except (TookTooLong, Refused) as error:
        print(f"the story cannot go on: {error}\n`make status` tells what runs", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        return 130
    return 0


def _introduce(asked: Namespace) -> None:
    told = words(asked.language)["play"]
    print(told["see"])
    if not asked.auto:
        print(told["enter"])


def _play(journey: Journey, portal: Portal, asked: Namespace) -> None:
    print(f"\n=== {words(asked.language)[journey.name]['title']} ===", flush=True)
    for step in journey.play():
        print(_line(step, portal, asked.language), flush=True)
        if asked.auto:
            time.sleep(asked.pause)
        else:
            input()


def _line(step: Step, portal: Portal, language: Language) -> str:
    who = f"{portal.names[step.who]} ({step.who})" if step.who in portal.names else words(language)["who"][step.who]
    viewer = f"  [{step.viewer}]" if step.viewer else ""
    return f"\n  {who}: {said(step, language)}\n    {portal.origin}{step.page}{viewer}"


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=RUN, help="of the running product")
    parser.add_argument("--language", choices=LANGUAGES, default="vi")
    parser.add_argument("--auto", action="store_true", default=not sys.stdin.isatty(), help="do not wait for Enter")
    parser.add_argument("--pause", type=float, default=2, help="seconds between steps with --auto")
    parser.add_argument("--only", choices=["", *(one.name for one in JOURNEYS)], default="", help="one journey")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
