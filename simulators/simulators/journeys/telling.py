"""What happened in a step, and the words it is told in."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Protocol

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True)
class Step:
    """`key` names the words; `who` acted: a user name, or who else it was; `viewer` can open `page`, "" for everybody.

    `story`: the correlation id as the platform of this step tells it; empty before the first event of the story.
    """

    key: str
    who: str
    page: str
    story: str
    viewer: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Journey(Protocol):
    name: str

    def play(self) -> Iterator[Step]: ...


@cache
def words(language: Language) -> Mapping[str, Any]:
    """Tables by journey: its `title`, and a sentence a step."""
    file = files("simulators.journeys") / "locale" / language / "journeys.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def said(step: Step, language: Language) -> str:
    table, _, name = step.key.partition(".")
    sentence: str = words(language)[table][name]
    return sentence.format_map(step.facts)
