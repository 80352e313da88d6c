"""Which frequent question was asked, in whatever words: by what both say, weighed by how rarely frequent questions
say it, and by whether the same side of the same procedure is meant."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from assistant_citizen.understanding.reading import read

MEANT, SAME_SIDE, OTHER_SIDE, ABOUT_ONE = 0.5, 0.1, -0.2, -0.3
"""A question about a procedure is asked only where that procedure is meant, so likely at least; one about none speaks
less where a procedure is meant for certain."""
CLEAR = 0.45
"""From here on it is that question: see docs/decisions/0051."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`ways`: the question, and other wordings of it."""

    id: UUID
    ways: Sequence[str]
    procedure_id: UUID | None = None
    aspect: str | None = None


class Often:
    """All frequent questions as they are at one time."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._ways = [(entry, terms_of(way)) for entry in entries for way in entry.ways if way.strip()]
        standing = Counter(term for _, terms in self._ways for term in terms)
        self._most = math.log1p(len(self._ways) / 0.5)
        self._told = {term: math.log1p(len(self._ways) / (count + 0.5)) for term, count in standing.items()}

    def best(self, text: str, procedures: Mapping[UUID, float], aspect: str | None) -> tuple[UUID, float] | None:
        """The likeliest, with how alike it is. `procedures` and `aspect`: what was understood, with shares."""
        asked = terms_of(text)
        possible = ((one, way) for one, way in self._ways if not one.procedure_id or _meant(one, procedures))
        found = ((one, self._alike(asked, way)) for one, way in possible)
        about = ABOUT_ONE * max(procedures.values(), default=0.0)
        told = (
            (one.id, alike + (_side(one, aspect) if one.procedure_id else about)) for one, alike in found if alike > 0
        )
        return max(told, key=lambda one: one[1], default=None)

    def _alike(self, one: AbstractSet[str], other: AbstractSet[str]) -> float:
        shared = one & other
        return 2 * self._weight(shared) / (self._weight(one) + self._weight(other)) if shared else 0.0

    def _weight(self, terms: Iterable[str]) -> float:
        return sum(self._told.get(term, self._most) for term in terms)


def _meant(entry: Entry, procedures: Mapping[UUID, float]) -> bool:
    return entry.procedure_id is not None and procedures.get(entry.procedure_id, 0.0) >= MEANT


def _side(entry: Entry, aspect: str | None) -> float:
    if entry.aspect is None or aspect is None or aspect == "overview":
        return 0.0
    if entry.aspect == "overview":
        return 0.0 if aspect == "steps" else OTHER_SIDE
    return SAME_SIDE if aspect == entry.aspect else OTHER_SIDE


def terms_of(text: str) -> AbstractSet[str]:
    """Words without their marks, or what they mean, and neighbours."""
    words = [f"#{min(word.meanings)}" if word.meanings else word.bare for word in read(text).words]
    row = [word for at, word in enumerate(words) if at == 0 or word != words[at - 1]]
    return {*row, *(f"{one} {two}" for one, two in pairwise(row))}
