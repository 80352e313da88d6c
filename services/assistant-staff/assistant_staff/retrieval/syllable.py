"""Texts as numbers of syllables. One vocabulary for an index; a text is one array, its lines parted by `BREAK`."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kit.text import fold, nfc

Numbers = NDArray[np.int32]
BREAK = 0
MOST_SYLLABLES = 20_000
"""Of a passage; an article of a law has some hundred."""
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE = re.compile(r"[^\W_]+")


def lines(text: str) -> list[str]:
    """What can be quoted: the lines of a text that are not empty, by whose place `explain` names the best."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def split(text: str) -> list[str]:
    """In lower case, the tone behind the letters: "hoà" and "hòa" are one."""
    return [_toned(syllable) for syllable in _SYLLABLE.findall(nfc(text).lower())]


@lru_cache(maxsize=65_536)  # texts are made of few syllables
def _toned(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    return nfc("".join(part for part in parts if part not in TONES)) + "".join(part for part in parts if part in TONES)


def terms(text: str) -> Iterator[str]:
    """What BM25 counts: syllables and pairs of neighbours without diacritics. The order that follows looks at the
    diacritics; both kinds in the index would take twice the memory and find the same."""
    for line in text.splitlines():
        bare = [bared(syllable) for syllable in split(line)]
        yield from bare
        yield from (pair(one, two) for one, two in pairwise(bare))


def pair(one: str, two: str) -> str:
    return f"{one}_{two}"


@lru_cache(maxsize=65_536)
def bared(syllable: str) -> str:
    return fold(syllable)


class Syllables:
    """Each with its number, and the number of its form without diacritics. They only come."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.numbers: dict[str, int] = {"": BREAK}
        self._bare = np.zeros(1024, np.int32)
        for syllable in known:
            self.number(syllable)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def bare(self) -> Numbers:
        """By number: the number without diacritics."""
        return self._bare[: len(self.numbers)]

    def number(self, syllable: str) -> int:
        if (found := self.numbers.get(syllable)) is not None:
            return found
        bare = bared(syllable)
        plain = self.number(bare) if bare != syllable else None
        new = len(self.numbers)
        if new == len(self._bare):
            self._bare = np.concatenate([self._bare, np.zeros(new, np.int32)])
        self._bare[new] = new if plain is None else plain
        self.numbers[syllable] = new
        return new

    def read(self, parts: Sequence[str]) -> Numbers:
        """The parts one after another, each followed by `BREAK`."""
        read: list[int] = []
        for part in parts:
            read.extend(map(self.number, split(part)))
            read.append(BREAK)
            if len(read) > MOST_SYLLABLES:
                return np.array([*read[:MOST_SYLLABLES], BREAK], np.int32)
        return np.array(read, np.int32)
