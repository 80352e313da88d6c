"""Recurring tasks and delegations of the demo province; what is there already stays as people made it."""

import tomllib
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.tables import Delegation, Person, Position
from governance.task.tables import TaskRule
from kit.clock import local_day
from kit.text import fold, sort_key
from simulators.demo.governance.tasks import cast_of

PLAN = files("simulators.demo.governance") / "routine.toml"


async def add_rules(session: AsyncSession, now: datetime) -> None:
    """Agencies are not asked for: at the first start the gateway has not told of them yet."""
    plan, cast = _plan(), await cast_of(session)
    known = set(await session.scalars(select(TaskRule.title)))
    for giver, lead, cadence, month, day, ahead, title in plan["rules"]:
        if title in known:
            continue
        person, party = cast.people[giver], cast.party(lead)
        session.add(
            TaskRule(
                agency=person.held[0].agency,
                title=title,
                description=plan["mark"],
                folded=fold(title),
                sort_key=sort_key(title),
                lead_agency=party.agency,
                lead_unit_id=party.unit_id,
                lead_person_id=party.person_id,
                creator_id=person.person_id,
                cadence=cadence,
                month=month,
                day=day,
                ahead_days=ahead,
                starts_on=local_day(now),
            )
        )
    await session.flush()


async def add_delegations(session: AsyncSession, now: datetime) -> None:
    """Once: one that has ended or was withdrawn is not given again."""
    plan, today = _plan(), local_day(now)
    people = {one.username: one.id for one in await session.scalars(select(Person).where(Person.username.is_not(None)))}
    for owner, kind, other, ago, ahead, reason in plan["delegations"]:
        lent = select(Position.id).where(Position.person_id == people[owner], Position.kind == kind)
        position_id = (await session.scalars(lent)).one()
        known = select(Delegation.id).where(Delegation.position_id == position_id)
        if (await session.scalars(known)).first() is None:
            days = {"valid_from": today - timedelta(days=ago), "valid_to": today + timedelta(days=ahead + 1)}
            session.add(Delegation(position_id=position_id, person_id=people[other], reason=reason, **days))
    await session.flush()


def _plan() -> dict[str, Any]:
    return tomllib.loads(PLAN.read_text(encoding="utf-8"))
