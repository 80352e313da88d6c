"""The days that a page of the calendar shows, and how the meetings of a day stand beside each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from kit.clock import ZONE

View = Literal["day", "week", "month"]
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """From `first` to before `end`; `previous` and `following` are a day of the spans beside it."""

    view: View
    chosen: date
    first: date
    end: date
    previous: date
    following: date

    @property
    def opening(self) -> datetime:
        """Of the chosen day."""
        return beginning(self.chosen)

    @property
    def closing(self) -> datetime:
        return beginning(self.chosen + DAY)

    @property
    def days(self) -> list[date]:
        return [self.first + DAY * number for number in range((self.end - self.first).days)]

    @property
    def edges(self) -> list[datetime]:
        """Where the days begin, and where the last one ends; in UTC, as the database tells times."""
        return [beginning(day).astimezone(UTC) for day in (*self.days, self.end)]


class Slot(NamedTuple):
    """What a calendar says of a meeting on the `number`th of its days, which has `total` of them."""

    id: UUID
    title: str
    state: str
    starts_at: datetime
    ends_at: datetime
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting on one of its days."""

    meeting: Slot
    since_before: bool
    """It began on an earlier day."""
    goes_on: bool
    """It ends on a later day."""


@dataclass(slots=True)
class Day:
    """Its first meetings, and how many there are."""

    entries: list[Entry] = field(default_factory=list)
    count: int = 0


def beginning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)


def span_of(view: View, chosen: date) -> Span:
    """A week begins on Monday; a month is shown in whole weeks."""
    if view == "day":
        return Span(view, chosen, chosen, chosen + DAY, chosen - DAY, chosen + DAY)
    if view == "week":
        monday = _monday(chosen)
        return Span(view, chosen, monday, monday + WEEK, chosen - WEEK, chosen + WEEK)
    first = chosen.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    end = _monday(following - DAY) + WEEK
    return Span(view, chosen, _monday(first), end, (first - DAY).replace(day=1), following)


def by_day(span: Span, slots: Iterable[Slot]) -> dict[date, Day]:
    """Every day of the span; a meeting stands on each that it touches, in the order given."""
    days, edges = span.days, span.edges
    found = {day: Day() for day in days}
    for one in slots:
        day = found[days[one.number - 1]]
        day.entries.append(Entry(one, one.starts_at < edges[one.number - 1], one.ends_at > edges[one.number]))
        day.count = one.total
    return found


def side_by_side(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Groups of meetings of which each overlaps with an earlier one of its group; given in order of beginning."""
    groups: list[list[Entry]] = []
    until: datetime | None = None
    for one in entries:
        if until is not None and one.meeting.starts_at < until:
            groups[-1].append(one)
            until = max(until, one.meeting.ends_at)
        else:
            groups.append([one])
            until = one.meeting.ends_at
    return groups


def _monday(day: date) -> date:
    return day - DAY * day.weekday()
