"""Arithmetic of working days. A day is off when it is a holiday, or on a weekend that is not worked instead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
STEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holidays:
    """What differs from the weekday's rule."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @classmethod
    def of(cls, off: Collection[date] = (), worked: Collection[date] = ()) -> "Holidays":
        return cls(frozenset(off), frozenset(worked))


def is_working_day(day: date, holidays: Holidays) -> bool:
    if day in holidays.worked:
        return True
    return day.weekday() < SATURDAY and day not in holidays.off


def on_or_after(day: date, holidays: Holidays) -> date:
    """The day itself when it is worked, else the next that is."""
    return day if is_working_day(day, holidays) else add_working_days(day, 1, holidays)


def on_or_before(day: date, holidays: Holidays) -> date:
    return day if is_working_day(day, holidays) else add_working_days(day, -1, holidays)


def add_working_days(day: date, count: int, holidays: Holidays) -> date:
    """The `count`th working day after `day`, which itself does not count; before it when negative.

    For 0 the day itself, or the next that is worked.
    """
    if count == 0:
        return on_or_after(day, holidays)
    step = STEP if count > 0 else -STEP
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Working days after `start` up to and with `end`: what remains until a deadline. Negative when it has passed."""
    if end < start:
        return -working_days_between(end, start, holidays)
    return sum(is_working_day(start + STEP * number, holidays) for number in range(1, (end - start).days + 1))
