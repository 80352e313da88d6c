"""The places that a form offers while somebody types: by name or code, as they were at the end of the period."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from kit.agencies import agencies_on
from kit.text import fold
from kit.units import BeforeRecord, Level, register
from monitoring.agency.tables import Agency
from monitoring.indicator.period import WrongPeriod, read_period

MOST = 20


async def places(session: AsyncSession, level: str, words: str, on: date) -> list[tuple[str, str]]:
    """Codes and names; of the whole province there is nothing to choose."""
    if level == "agency":
        found = [(one.code, one.name) for one in await agencies_on(session, Agency, on)]
    elif level in {"district", "commune"}:
        found = _units(Level(level), on)
    else:
        return []
    wanted = fold(words)
    return [(code, name) for code, name in found if wanted in fold(name) or code.lower().startswith(wanted)][:MOST]


def day_of(period: str, today: date) -> date:
    """The last day of the period as far as it is over; today where it cannot be read yet."""
    try:
        return min(read_period(period).end, today)
    except WrongPeriod:
        return today


def _units(level: Level, on: date) -> list[tuple[str, str]]:
    try:
        return [(unit.code, unit.full_name) for unit in register().units_at(on, level)]
    except BeforeRecord:
        return []
