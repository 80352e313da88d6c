"""Working days as people count them, whatever is off and whatever is worked instead."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.statutory import statutory
from governance.calendar.working import (
    Holidays,
    add_working_days,
    is_working_day,
    on_or_after,
    on_or_before,
    working_days_between,
)

DAYS = st.dates(date(2022, 1, 1), date(2031, 12, 31))
COUNTS = st.integers(1, 250)


def law(*years: int) -> Holidays:
    days = [one for year in years for one in statutory(year)]
    off = [one.day for one in days if one.kind == "off"]
    return Holidays.of(off, [one.day for one in days if one.kind == "worked"])


@st.composite
def calendars(draw: st.DrawFn) -> Holidays:
    """Scattered days off, a long row of them, and weekends worked instead."""
    scattered = draw(st.frozensets(DAYS, max_size=40))
    start, length = draw(DAYS), draw(st.integers(0, 30))
    row = {start + timedelta(days=number) for number in range(length)}
    weekends = st.builds(lambda day: day + timedelta(days=5 - day.weekday()), DAYS)
    return Holidays(scattered | row, draw(st.frozensets(weekends, max_size=20)))


@given(DAYS, COUNTS, calendars())
def test_counting_gives_what_was_added(day: date, count: int, holidays: Holidays) -> None:
    assert working_days_between(day, add_working_days(day, count, holidays), holidays) == count


@given(DAYS, st.integers(-250, 250), calendars())
def test_a_deadline_never_falls_on_a_day_off(day: date, count: int, holidays: Holidays) -> None:
    assert is_working_day(add_working_days(day, count, holidays), holidays)


@given(DAYS, DAYS, COUNTS, calendars())
def test_who_begins_later_is_not_due_earlier(one: date, other: date, count: int, holidays: Holidays) -> None:
    earlier, later = sorted([one, other])
    assert add_working_days(earlier, count, holidays) <= add_working_days(later, count, holidays)


@given(DAYS, COUNTS, COUNTS, calendars())
def test_days_add_up_in_parts(day: date, one: int, other: int, holidays: Holidays) -> None:
    parts = add_working_days(add_working_days(day, one, holidays), other, holidays)
    assert parts == add_working_days(day, one + other, holidays)


@given(DAYS, COUNTS, calendars())
def test_there_and_back_again(day: date, count: int, holidays: Holidays) -> None:
    start = on_or_after(day, holidays)
    assert add_working_days(add_working_days(start, count, holidays), -count, holidays) == start


@given(DAYS, DAYS, calendars())
def test_between_is_the_same_counted_from_either_side(one: date, other: date, holidays: Holidays) -> None:
    assert working_days_between(one, other, holidays) == -working_days_between(other, one, holidays)


@given(DAYS, calendars())
def test_shifting_stays_on_a_working_day(day: date, holidays: Holidays) -> None:
    before, after = on_or_before(day, holidays), on_or_after(day, holidays)
    assert before <= day <= after
    assert (before == after == day) == is_working_day(day, holidays)


def test_nothing_is_due_during_tet() -> None:
    """2026: from Monday the 16th to Friday the 20th of February; 2025 began two days before its new year."""
    assert add_working_days(date(2026, 2, 13), 1, law(2026)) == date(2026, 2, 23)
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 22), law(2026)) == 0
    assert add_working_days(date(2025, 1, 24), 1, law(2025)) == date(2025, 2, 3)


def test_a_saturday_worked_instead_counts() -> None:
    """Monday 31/08/2026 is off, Saturday 22/08 is worked for it."""
    days = law(2026)
    assert date(2026, 8, 31) in days.off
    assert date(2026, 8, 22) in days.worked
    assert add_working_days(date(2026, 8, 21), 1, days) == date(2026, 8, 22)
    assert add_working_days(date(2026, 8, 28), 1, days) == date(2026, 9, 3)


def test_a_working_year_of_the_law_is_of_a_believable_length() -> None:
    for year in range(2023, 2031):
        worked = working_days_between(date(year - 1, 12, 31), date(year, 12, 31), law(year))
        assert 245 <= worked <= 253, year
