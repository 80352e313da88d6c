"""Periods of recurring work, and the day in each on which it is due."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Literal, cast

from governance.calendar.working import Holidays, add_working_days, on_or_after, on_or_before
from governance.task.tables import TaskRule

Cadence = Literal["week", "month", "quarter", "year"]
Shift = Literal["after", "before", "none"]
PERIODS_AROUND = 4
"""The one before, this one, and enough after it to hold the next day due."""
MONTHS: dict[Cadence, int] = {"month": 1, "quarter": 3, "year": 12}


def first_of(cadence: Cadence, day: date) -> date:
    """The first day of the period that `day` is in."""
    if cadence == "week":
        return day - timedelta(days=day.weekday())
    months = MONTHS[cadence]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def next_first(cadence: Cadence, first: date) -> date:
    if cadence == "week":
        return first + timedelta(days=7)
    month = first.month - 1 + MONTHS[cadence]
    return date(first.year + month // 12, month % 12 + 1, 1)


def name_of(cadence: Cadence, first: date) -> str:
    """`2026-W48`, `2026-11`, `2026-Q4`, `2026`."""
    if cadence == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}"
    if cadence == "quarter":
        return f"{first.year}-Q{(first.month - 1) // 3 + 1}"
    return f"{first.year}-{first.month:02}" if cadence == "month" else str(first.year)


def due_in(cadence: Cadence, first: date, month: int, day: int, shift: Shift, holidays: Holidays) -> date:
    """`month` counts inside the period; of a shorter month the last day."""
    if cadence == "week":
        due = first + timedelta(days=day - 1)
    else:
        number = first.month + (month - 1 if cadence != "month" else 0)
        due = date(first.year, number, min(day, monthrange(first.year, number)[1]))
    if shift == "none":
        return due
    return on_or_after(due, holidays) if shift == "after" else on_or_before(due, holidays)


def opens_on(due: date, ahead_days: int, holidays: Holidays) -> date:
    return add_working_days(due, -ahead_days, holidays) if ahead_days else due


def next_due(rule: TaskRule, today: date, holidays: Holidays) -> date | None:
    """The first day from today on which work of an active rule is due; None when none comes any more."""
    since, cadence = max(today, rule.starts_on), cast("Cadence", rule.cadence)
    periods = islice(periods_from(cadence, since), PERIODS_AROUND)
    days = (due_in(cadence, first, rule.month, rule.day, cast("Shift", rule.shift), holidays) for first in periods)
    due = next((day for day in days if day >= since), None)
    over = rule.state != "active" or due is None or (rule.ends_on is not None and due > rule.ends_on)
    return None if over else due


def periods_from(cadence: Cadence, day: date) -> Iterator[date]:
    """The first days of the period before that of `day`, of that one, and of all that follow."""
    first = first_of(cadence, first_of(cadence, day) - timedelta(days=1))
    while True:
        yield first
        first = next_first(cadence, first)
