"""Phrases of one meaning, and sides that exclude one another, found in a row of words."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from assistant_citizen.understanding.spelling import steady
from kit.text import fold

DATA = Path(__file__).parent / "data"
LEAST_BARE = 5
"""Letters of a phrase of one syllable that is known without its marks too: "de" may be many words."""


class Found(NamedTuple):
    what: str
    start: int
    end: int


class Phrases:
    """Told by phrases as written; typed without marks they are known where the words have none."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._written: dict[tuple[str, ...], set[str]] = {}
        self._bare: dict[tuple[str, ...], set[str]] = {}
        self._longest: dict[str, int] = {}
        for phrase, what in phrases:
            words = words_of(steady(phrase))
            bare = tuple(map(fold, words))
            self._written.setdefault(words, set()).add(what)
            if len(words) > 1 or len(bare[0]) >= LEAST_BARE:
                self._bare.setdefault(bare, set()).add(what)
            self._longest[bare[0]] = max(self._longest.get(bare[0], 0), len(words))

    def find(self, words: Sequence[str], bare: Sequence[str]) -> Iterator[Found]:
        for start, first in enumerate(bare):
            for end in range(start + 1, min(start + self._longest.get(first, 0), len(words)) + 1):
                for what in self._at(tuple(words[start:end]), tuple(bare[start:end])):
                    yield Found(what, start, end)

    def _at(self, words: tuple[str, ...], bare: tuple[str, ...]) -> Iterable[str]:
        if found := self._written.get(words):
            return found
        return self._bare.get(bare, ()) if words == bare else ()


def meant(words: Sequence[str], bare: Sequence[str]) -> list[tuple[int, int, int]]:
    """Group, start and end; what only stands inside a longer phrase of another meaning is not meant."""
    found = [(int(one.what), one.start, one.end) for one in meanings().find(words, bare)]
    return [
        (what, start, end)
        for what, start, end in found
        if not any(s <= start and end <= e and e - s > end - start and other != what for other, s, e in found)
    ]


def words_of(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if word[0].isalnum())


@cache
def groups() -> Sequence[Sequence[str]]:
    told: list[list[str]] = tomllib.loads((DATA / "lexicon.toml").read_text(encoding="utf-8"))["groups"]
    return told


@cache
def meanings() -> Phrases:
    """Each found thing is the place of a group."""
    return Phrases((phrase, str(place)) for place, group in enumerate(groups()) for phrase in group)


@cache
def sides() -> Phrases:
    """Each found thing is the name of a contrast and the place of its side: "action 1"."""
    return Phrases(
        (phrase, f"{one['name']} {place}")
        for one in _contrasts()
        for place, side in enumerate(one["sides"])
        for phrase in side
    )


@cache
def usual() -> Mapping[str, int]:
    """By contrast: the side that is meant where nobody says another."""
    return {one["name"]: one["usual"] for one in _contrasts() if "usual" in one}


def _contrasts() -> Sequence[Mapping[str, Any]]:
    told: list[dict[str, Any]] = tomllib.loads((DATA / "lexicon.toml").read_text(encoding="utf-8"))["contrasts"]
    return told
