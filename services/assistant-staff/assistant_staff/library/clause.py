"""Which clause and point of an article a line is: "2. …" begins clause 2, "b) …" point b of the clause above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLAUSE = re.compile(r"(\d{1,3})[.)]\s")
_POINT = re.compile(r"([a-zđ]{1,2})\)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    clause: str = ""
    point: str = ""
    head: str = ""
    """The line that begins the clause, where the line is a point of it."""


def clause_of(lines: Sequence[str], place: int) -> Clause:
    point = ""
    for at in range(min(place, len(lines) - 1), -1, -1):
        if found := _CLAUSE.match(lines[at]):
            return Clause(found[1], point, lines[at] if point else "")
        if not point and (told := _POINT.match(lines[at])):
            point = told[1].lower()
    head = lines[0] if point and place and not _POINT.match(lines[0]) else ""
    return Clause("", point, head)
