"""What has to be reached, by when, and who says so."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["cadence", "document", "ratio", "binary", "increase"]
Basis = Literal["explicit", "implied", "none"]
Operator = Literal[">=", ">", "<=", "<", "="]
Span = Literal["week", "month", "quarter", "year"]
KINDS: tuple[Kind, ...] = ("cadence", "document", "ratio", "binary", "increase")
PILLARS = (
    "general",
    "awareness",
    "institution",
    "infrastructure",
    "workforce",
    "cybersecurity",
    "digital_government",
    "digital_economy",
    "digital_society",
)


@dataclass(frozen=True, slots=True)
class Target:
    """`value` is a percentage for ratios, a count for cadences, 1 for what has to exist.

    `local` means that the plan gives no figure and this province set one. With a `baseline` an increase is measured
    from there; `rise` alone asks for more than the baseline, which is then `value` too.
    """

    op: Operator
    value: float
    span: Span | None = None
    averaged: bool = False
    local: bool = False
    baseline: float | None = None
    rise: bool = False
    due_on: date | None = None

    def reached_by(self, value: float) -> bool:
        match self.op:
            case ">=":
                return value >= self.value
            case ">":
                return value > self.value
            case "<=":
                return value <= self.value
            case "<":
                return value < self.value
        return value == self.value
