"""A procedure as far as it is needed to know which one is meant."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    key: str
    name: str
    field: str = ""
    agency: str = ""
    who: str = ""
    keywords: str = ""
    description: str = ""
    result: str = ""
    conditions: str = ""
    steps: str = ""
    documents: Sequence[str] = ()
    laws: Sequence[str] = ()

    @property
    def body(self) -> str:
        """Bounded: long steps say little more of what it is about."""
        parts = [self.keywords, self.description, self.field, self.result, self.who, self.agency]
        parts += [*(one[:300] for one in self.documents[:20]), self.conditions[:1500], self.steps[:3000]]
        return " . ".join(part for part in parts if part and not part.startswith("Không có thông tin"))
