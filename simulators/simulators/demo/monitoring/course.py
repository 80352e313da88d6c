"""What the demo province decides and reports, read from the file beside this module, and how its figures grow."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict

from monitoring.indicator.period import Period
from monitoring.indicator.tables import Span

FILE = Path(__file__).parent / "figures.toml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Decided(_Entry):
    lead: str | None = None
    due: date | None = None
    target: float | None = None
    in_each: Span | None = None
    baseline: float | None = None
    baseline_period: str = ""
    denominator: str = ""


class Growth(_Entry):
    """`start` and `end` in percent (or in the indicator's unit); `whole` is what a percentage is of."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    begins: float
    ends: float
    whole: float = 0


class Counted(_Entry):
    span: Span
    each: float


class Since(_Entry):
    since: date | None = None


class Documents(_Entry):
    dates: tuple[date, ...]
    title: str


class Course(_Entry):
    pillar: dict[str, Decided]
    decision: dict[str, Decided]
    quarterly: dict[str, Growth]
    yearly: dict[str, Growth]
    communes: dict[str, Growth]
    agencies: dict[str, Growth]
    counts: dict[str, Counted]
    facts: dict[str, Since]
    documents: dict[str, Documents]


def read_course() -> Course:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for name in ("quarterly", "yearly", "communes", "agencies"):
        found[name] = {code: _growth(row) for code, row in found[name].items()}
    return Course.model_validate(found)


def _growth(row: dict[str, float]) -> dict[str, float]:
    """`from` is no name in Python."""
    return {{"from": "begins", "to": "ends"}.get(name, name): value for name, value in row.items()}


def grown(growth: Growth, periods: list[Period], seed: str) -> Iterator[tuple[Period, float]]:
    """Fast at first, slower towards the end, with setbacks; the same at every load."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    for place, period in enumerate(periods):
        share = 1 - (1 - place / max(len(periods) - 1, 1)) ** 1.4
        jitter = chance.uniform(-0.035, 0.02) * (growth.ends - growth.begins)
        yield period, max(growth.begins + share * (growth.ends - growth.begins) + jitter, 0.0)


def counted(counts: Counted, periods: list[Period], seed: str) -> Iterator[tuple[Period, int]]:
    chance = Random(seed)  # noqa: S311 - nothing secret
    for period in periods:
        yield period, max(round(counts.each * chance.uniform(0.7, 1.4)), 1 if counts.each == 1 else 0)
