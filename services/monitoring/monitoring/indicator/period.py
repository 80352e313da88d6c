"""Years, quarters, months and ISO weeks: one canonical spelling each, and the many ways people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kit.text import fold
from monitoring.indicator.tables import Span

FIRST_YEAR, LAST_YEAR = 2000, 2100
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
YEAR = r"(?P<year>\d{4})"
PATTERNS: tuple[tuple[Span, str], ...] = (
    ("year", rf"(?:nam |year )?{YEAR}"),
    ("quarter", rf"{YEAR}[- /]?q(?P<part>[1-4])"),
    ("quarter", rf"(?:quy |q|quarter )\s?(?P<part>[1-4]|iv|i{{1,3}})(?: nam |[ /-]){YEAR}"),
    ("week", rf"{YEAR}[- /]?w(?P<part>\d{{1,2}})"),
    ("week", rf"(?:tuan |w|week )\s?(?P<part>\d{{1,2}})(?: nam |[ /-]){YEAR}"),
    ("month", rf"{YEAR}[-/](?P<part>\d{{1,2}})"),
    ("month", rf"(?:thang |t|month )?(?P<part>\d{{1,2}})(?: nam |[/-]){YEAR}"),
)
WRITTEN = tuple((span, re.compile(pattern)) for span, pattern in PATTERNS)
LONGEST_TEXT = 30


class WrongPeriod(ValueError):
    """No period in any spelling known here."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date
    span: Span

    def __str__(self) -> str:
        match self.span:
            case "year":
                return f"{self.start.year:04}"
            case "quarter":
                return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
            case "month":
                return f"{self.start:%Y-%m}"
        year, week, _ = self.start.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def year(self) -> int:
        """The year it is counted in: of an ISO week the one its Thursday is in."""
        return self.start.isocalendar().year if self.span == "week" else self.start.year

    @property
    def before(self) -> "Period":
        return containing(self.start - timedelta(days=1), self.span)


def read_period(text: str) -> Period:
    """`2026-Q3`, `Quý III/2026`, `07/2026`, `tuần 31 năm 2026`, `2026`; WrongPeriod for what is none."""
    folded = fold(text.strip()) if len(text) <= LONGEST_TEXT else ""
    for span, pattern in WRITTEN:
        if found := pattern.fullmatch(folded):
            part = found.groupdict().get("part") or "1"
            return _period(span, int(found["year"]), ROMAN.get(part) or int(part))
    raise WrongPeriod(text)


def containing(day: date, span: Span) -> Period:
    """The period of this length that a day is in."""
    match span:
        case "year":
            return _period(span, day.year, 1)
        case "quarter":
            return _period(span, day.year, (day.month + 2) // 3)
        case "month":
            return _period(span, day.year, day.month)
    year, week, _ = day.isocalendar()
    return _period("week", year, week)


def periods(span: Span, first: date, last: date) -> Iterator[Period]:
    """All of this length that begin with the one `first` is in, up to the one `last` is in."""
    period = containing(first, span)
    while period.start <= last:
        yield period
        period = containing(period.end + timedelta(days=1), span)


def weeks_in(start: date, end: date) -> int:
    """Whole weeks that fit between two days, both included; at least one."""
    return max(((end - start).days + 1) // 7, 1)


def _period(span: Span, year: int, part: int) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongPeriod(str(year))
    try:
        if span == "week":
            return Period(date.fromisocalendar(year, part, 1), date.fromisocalendar(year, part, 7), span)
        months = {"year": 12, "quarter": 3, "month": 1}[span]
        start = date(year, (part - 1) * months + 1, 1)
    except ValueError as error:
        raise WrongPeriod(f"{part}/{year}") from error
    after = date(year + 1, 1, 1) if start.month + months > 12 else date(year, start.month + months, 1)
    return Period(start, after - timedelta(days=1), span)
