"""Days after the end of a period, all of them or those on which offices work: Monday to Friday but public holidays."""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays


def after(day: date, count: int, *, working: bool) -> date:
    """The last of `count` days after this one."""
    if not working:
        return day + timedelta(days=count)
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in _off(day.year)


@lru_cache(maxsize=16)
def _off(year: int) -> frozenset[date]:
    return frozenset(country_holidays("VN", years=year))
