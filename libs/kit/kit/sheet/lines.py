"""What was read, and what is wrong with it."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from kit.sheet.cells import Cell, words

MOST_SHOWN = 80


@dataclass(frozen=True)
class Line:
    """`number` as a spreadsheet shows it, the heading being usually 1; cells that are empty are not there."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Wrong:
    """`field`: the column's name, empty for the whole row; `message`: the key of a text, filled with `values`."""

    row: int
    field: str
    message: str
    value: str = ""
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As a problem's `errors` hold it."""
        facts = {"row": self.row, "field": self.field, "message": self.message, "value": self.value[:MOST_SHOWN]}
        return {**self.values, **facts}


@dataclass(frozen=True)
class Sheet:
    """`wrong`: cells beyond the last heading, and what cannot be in a text."""

    lines: list[Line]
    wrong: list[Wrong]


def wrong_at(line: Line, name: str, message: str, /, **values: Any) -> Wrong:
    """`wrong_at(line, "unit", "organisation.wrong.unit", agency="H02.14")`; the cell's value is told with it."""
    value = line.cells.get(name)
    return Wrong(line.number, name, message, "" if value is None else str(words(value)), values)
