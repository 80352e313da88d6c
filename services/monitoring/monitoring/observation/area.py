"""Where something was observed: agencies, districts and communes, each only within its dates."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from kit.units import BeforeRecord, Level, Register, Unit, register
from kit.web.formats import day
from monitoring.agency.tables import Agency
from monitoring.observation.measuring import Unfit

MOST_PLACES = 4096
WhyNot = tuple[str, dict[str, str]]
"""The text that says why there is no such unit, and what fills it."""


def place(level: str, code: str, on: date, agencies: Mapping[str, Iterable[Agency]]) -> date | None:
    """The first day of the district or commune meant, None for others; Unfit where there was none on that day."""
    if level == "province":
        if code:
            raise Unfit("area", "area_of_province")
        return None
    if not code:
        raise Unfit("area", "area_missing")
    if level == "agency":
        if not there_is(agencies, code, on):
            raise Unfit("area", "agency_unknown", code=code, on=day(on))
        return None
    found = unit_on(level, code, on)
    if isinstance(found, Unit):
        return found.valid_from
    message, values = found
    raise Unfit("area", message, **values)


@lru_cache(MOST_PLACES)
def unit_on(level: str, code: str, on: date) -> Unit | WhyNot:
    """The unit, or the text and values that say why there is none."""
    units = register()
    try:
        unit = units.find_unit(code, on=on)
    except BeforeRecord as error:
        return "before_record", {"first": day(error.first)}
    if unit and unit.level == level:
        return unit
    if unit:
        return "other_level", {"name": unit.full_name, "code": code}
    return _why_not(units, Level(level), code, on)


def there_is(agencies: Mapping[str, Iterable[Agency]], code: str, on: date) -> bool:
    """Whether there was an agency of this code on that day."""
    held = agencies.get(code, ())
    return any(one.valid_from <= on and (one.valid_to is None or on < one.valid_to) for one in held)


def name_of(level: str, code: str, on: date, agency_names: Mapping[str, str]) -> str:
    """As it was called on that day; the code where it is not known."""
    if level == "agency":
        return agency_names.get(code, code)
    found = unit_on(level, code, on) if level in {"district", "commune"} else None
    return found.full_name if isinstance(found, Unit) else code


def _why_not(units: Register, level: Level, code: str, on: date) -> WhyNot:
    known = [unit for unit in units.units if unit.code == code and unit.level is level]
    ended = [unit for unit in known if unit.valid_to is not None and unit.valid_to <= on]
    if ended:
        last = max(ended, key=lambda unit: unit.valid_from)
        names = _named(units.successors(last, on=on))
        return "unit_ended", {"name": last.full_name, "ended": day(last.valid_to or on), "followers": names or "–"}
    if known:
        first = min(known, key=lambda unit: unit.valid_from)
        names = _named(units.predecessors(first, on=on))
        return "unit_later", {"name": first.full_name, "began": day(first.valid_from), "before": names or "–"}
    return "unit_unknown", {"code": code, "on": day(on)}


def _named(units: Iterable[Unit]) -> str:
    return ", ".join(f"{unit.full_name} ({unit.code})" for unit in units)
