"""The days off that the law gives, with their legal basis, Tết by the lunar calendar, from the `holidays` package."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays

FIRST, LAST = 1990, 2100
COMPUTED_BY = f"holidays {version('holidays')}"
LAW = (
    (date(2021, 1, 1), "Bộ luật Lao động 2019, Điều 112"),
    (date(2013, 5, 1), "Bộ luật Lao động 2012, Điều 115"),
    (date.min, "Bộ luật Lao động 1994, Điều 73"),
)
"""From which day on which law gives the days, newest first."""
COMPENSATED = "Bộ luật Lao động 2019, Điều 111 khoản 3"
SWAPPED = "Lịch hoán đổi ngày làm việc công bố cho năm {year}"
CULTURE_DAY, CULTURE = (11, 24), "Nghị quyết 80-NQ/TW ngày 07/01/2026 của Bộ Chính trị"


@dataclass(frozen=True, slots=True)
class Statutory:
    day: date
    kind: str
    name: str
    basis: str


@lru_cache(maxsize=128)
def statutory(year: int) -> tuple[Statutory, ...]:
    """Of one year, weekends too: whether a day is worked is another question. Nothing beyond what can be computed."""
    if not FIRST <= year <= LAST:
        return ()
    found = holidays.country_holidays("VN", years=year, language="vi")
    worked = sorted(found.weekend_workdays)
    off = [Statutory(day, "off", name, _basis(day, name)) for day, name in sorted(found.items()) if day.year == year]
    swapped = SWAPPED.format(year=year)
    return (*off, *(Statutory(day, "worked", "Ngày làm việc bù", swapped) for day in worked if day.year == year))


def _basis(day: date, name: str) -> str:
    if "(thay cho" in name:
        return SWAPPED.format(year=day.year)
    if "(nghỉ bù)" in name and day >= LAW[0][0]:
        return COMPENSATED
    if (day.month, day.day) == CULTURE_DAY:
        return CULTURE
    return next(law for since, law in LAW if day >= since)
