"""When the desk is staffed: by the clock of its office, Monday to Friday but public holidays."""

from datetime import date, datetime, time
from functools import lru_cache

from holidays import country_holidays

from kit.clock import ZONE


def spans_of(hours: str) -> list[tuple[time, time]]:
    """`07:30-11:30 13:30-17:00`; ValueError for anything else."""
    spans = []
    for span in hours.split():
        start, _, end = span.partition("-")
        spans.append((time.fromisoformat(start), time.fromisoformat(end)))
        if spans[-1][0] >= spans[-1][1]:
            raise ValueError(f"office hours end before they begin: {span}")
    return spans


def is_staffed(hours: str, now: datetime) -> bool:
    here = now.astimezone(ZONE)
    return is_working(here.date()) and any(start <= here.time() < end for start, end in spans_of(hours))


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in _off(day.year)


@lru_cache(maxsize=8)
def _off(year: int) -> frozenset[date]:
    return frozenset(country_holidays("VN", years=year))
