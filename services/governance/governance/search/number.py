"""How people write the number of a document or task: `125`, `125/2026`."""

import re
from dataclasses import dataclass

WRITTEN = re.compile(r"(?:số\s*)?(\d{1,7})(?:\s*/\s*(\d{4}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    number: int
    year: int | None


def number_of(q: str) -> Number | None:
    found = WRITTEN.fullmatch(q.strip())
    return Number(int(found[1]), int(found[2]) if found[2] else None) if found else None
