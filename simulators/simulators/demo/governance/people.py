"""Divisions and people of the demo province; who is there already stays as people made them."""

import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.tables import Person, Position, Unit
from kit.text import fold, sort_key
from simulators.demo.identity import person_of

PLAN = files("simulators.demo.governance") / "organisation.toml"


async def add_organisation(session: AsyncSession, _now: datetime) -> None:
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    units = await _units(session, plan)
    rows = (await session.execute(select(Person.username, Person.name))).all()
    known = {username or name for username, name in rows}
    for entry in plan["people"]:
        if entry.get("username", entry["name"]) not in known:
            session.add(_person(entry, units, plan))
    await session.flush()


async def _units(session: AsyncSession, plan: dict[str, Any]) -> dict[tuple[str, str], UUID]:
    known = {(unit.agency, unit.code): unit for unit in await session.scalars(select(Unit))}
    for entry in plan["units"]:
        if (entry["agency"], entry["code"]) not in known:
            unit = Unit(**entry, **_searchable(entry["name"]), valid_from=plan["since"])
            session.add(unit)
            known[unit.agency, unit.code] = unit
    await session.flush()
    return {place: unit.id for place, unit in known.items()}


def _person(entry: dict[str, Any], units: dict[tuple[str, str], UUID], plan: dict[str, Any]) -> Person:
    username, name = entry.get("username"), entry["name"]
    email = f"{username}@demo.example" if username else ""
    known = {"id": person_of(username)} if username else {}
    person = Person(username=username, name=name, email=email, **known, **_searchable(name))
    person.positions = [
        Position(
            agency=one["agency"],
            unit_id=units[one["agency"], one["unit"]] if "unit" in one else None,
            kind=one["kind"],
            title=one["title"],
            valid_from=plan["since"],
        )
        for one in entry["positions"]
    ]
    return person


def _searchable(name: str) -> dict[str, str]:
    return {"name_folded": fold(name), "sort_key": sort_key(name)}
