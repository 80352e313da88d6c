"""Arithmetic of days that words name. `Told` is a day, whether it is the only one meant, and what else may be."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

FRIDAY = 4
LATELY = timedelta(days=60)
"""A day without a year that passed no longer ago may be that one."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    day: date
    sure: bool = True
    others: tuple[date, ...] = ()


def day_of(year: int, month: int, day: int) -> Told | None:
    try:
        return Told(date(year + 2000 if year < 100 else year, month, day))
    except ValueError:
        return None


def day_and_month(today: date, day: int, month: int) -> Told | None:
    """Without a year: the next one. Unsure where it has only just passed."""
    now, later = day_of(today.year, month, day), day_of(today.year + 1, month, day)
    if now and now.day >= today:
        return now
    if now and later:
        lately = today - now.day <= LATELY
        return Told(later.day, not lately, (now.day,) if lately else ())
    return Told(later.day, sure=False) if later else None


def day_alone(today: date, day: int) -> Told | None:
    """ "ngày 15": the next one. Unsure on that very day, and where a month without it lies between."""
    if not 1 <= day <= 31:
        return None
    year, month = today.year, today.month
    for step in range(3):
        shifted = (year + (month + step - 1) // 12, (month + step - 1) % 12 + 1)
        found = day_of(*shifted, day)
        if found and found.day >= today:
            skipped = step > 1 or (step == 1 and day > calendar.monthrange(year, month)[1])
            same = found.day == today
            return Told(found.day, not (skipped or same), (month_later(today, 1, day),) if same else ())
    return None


def month_later(today: date, months: int, day: int | None = None) -> date:
    """The same day so many months on, or the last of that month where it has none such."""
    month = today.month - 1 + months
    year, month = today.year + month // 12, month % 12 + 1
    return date(year, month, min(day or today.day, calendar.monthrange(year, month)[1]))


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def month_part(today: date, month: int, year: int | None, part: str) -> Told | None:
    """`part`: early, middle, before or the whole. The next such month where no year is told, unsure where one has
    only just passed."""
    if not 1 <= month <= 12:
        return None
    passed = None if year else month_end(today.year - (month > today.month), month)
    year = year or (today.year if month >= today.month else today.year + 1)
    last = month_end(year, month)
    if part == "before":
        return Told(last.replace(day=1) - DAY, sure=False, others=(last,))
    if part in ("early", "middle"):
        return Told(last.replace(day=10 if part == "early" else 20), sure=False, others=(last,))
    return _unless_lately(today, last, passed)


def quarter_end(today: date, quarter: int, year: int | None) -> Told:
    """The next such quarter where no year is told, unsure where one has only just passed."""
    end = month_end(year or today.year, quarter * 3)
    if year or end >= today:
        return Told(end)
    return _unless_lately(today, month_end(today.year + 1, quarter * 3), end)


def _unless_lately(today: date, end: date, passed: date | None) -> Told:
    lately = passed is not None and timedelta(0) < today - passed <= LATELY
    return Told(end, not lately, (passed,) if lately and passed else ())


def week_part(today: date, weeks: int, part: str) -> Told:
    """The week ends on its Friday, for those who work; of its beginning or middle nobody knows the day."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    friday = monday + timedelta(days=FRIDAY)
    if part in ("early", "middle"):
        return Told(monday + timedelta(days=1 if part == "early" else 2), sure=False, others=(friday,))
    if friday < today:
        return Told(today, sure=False, others=(friday + timedelta(weeks=1),))
    return Told(friday)


def weekday_in(today: date, weekday: int, weeks: int | None, *, coming: bool = False) -> Told:
    """`weeks` from this one; None: the next such day. `coming`: "tới" and "next", which some say of this week's day
    and some of the next one's."""
    monday = today - timedelta(days=today.weekday())
    if weeks is not None:
        day = monday + timedelta(weeks=weeks, days=weekday)
        return Told(day) if day >= today else Told(day + timedelta(weeks=1), sure=False, others=(day,))
    ahead = (weekday - today.weekday()) % 7
    day = today + timedelta(days=ahead)
    if ahead == 0:
        return Told(day + timedelta(weeks=1), False, (day,)) if coming else Told(day, False, (day + DAY * 7,))
    unsure = coming and weekday > today.weekday()
    return Told(day, not unsure, (day + timedelta(weeks=1),) if unsure else ())


def working_days(today: date, count: int, off: Collection[date]) -> Told:
    """Unsure where a holiday lies between or near: days off instead of it are decided year by year; instead of one
    that was a working day they do not come later."""
    day, left = today, count
    while left > 0:
        day += DAY
        left -= day.weekday() <= FRIDAY and day not in off
    near = any(today - DAY * 3 * (one.weekday() > FRIDAY) <= one <= day + DAY * 3 for one in off)
    return Told(day, not near)
