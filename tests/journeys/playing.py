"""Journeys played step by step, with what has to hold at each step."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from simulators.journeys.portal import Portal
from simulators.journeys.telling import LANGUAGES, Step, said

OK = 200


class Journey(Protocol):
    portal: Portal

    def play(self) -> Iterator[Step]: ...


def played(journey: Journey, between: Callable[[Step], Any] = lambda _: None) -> list[Step]:
    """Its steps, after each of which `between` is called. All belong to one story, can be told in both languages, and
    their pages open for those who are said to see them."""
    steps = []
    for step in journey.play():
        steps.append(step)
        between(step)
        assert all(said(step, language) for language in LANGUAGES)
        viewer = journey.portal.person(step.viewer) if step.viewer else journey.portal.citizen()
        assert viewer.page(step.page).status_code == OK, step.page
    assert len(stories(steps)) == 1, [(step.key, step.story) for step in steps]
    return steps


def stories(steps: list[Step]) -> set[str]:
    """Correlation ids; before its first event a story has none."""
    return {step.story for step in steps if step.story}
