"""The days off that the law gives, Tết by the lunar calendar, from the `holidays` package."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays

FIRST, LAST = 1990, 2100
SOURCE = f"holidays {version('holidays')}"


@dataclass(frozen=True, slots=True)
class Statutory:
    day: date
    kind: str
    name: str


@lru_cache(maxsize=128)
def statutory(year: int) -> tuple[Statutory, ...]:
    """Of one year, weekends too: whether a day is worked is another question. Nothing beyond what can be computed."""
    if not FIRST <= year <= LAST:
        return ()
    found = holidays.country_holidays("VN", years=year, language="vi")
    off = [Statutory(day, "off", name) for day, name in sorted(found.items()) if day.year == year]
    worked = [
        Statutory(day, "worked", "Ngày làm việc bù") for day in sorted(found.weekend_workdays) if day.year == year
    ]
    return (*off, *worked)
