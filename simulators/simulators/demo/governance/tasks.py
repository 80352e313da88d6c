"""Invented work in every state; what is there already stays as people made it."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, get_args
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from governance.organisation.standing import Held, Standing
from governance.organisation.tables import Person, Unit
from governance.task import service
from governance.task.locking import fresh
from governance.task.opening import Draft, open_all
from governance.task.party import Party
from governance.task.schemas import TaskAct
from governance.task.states import MOVES, Act
from governance.task.tables import Task
from kit.auth import Caller
from kit.clock import local_day

PLAN = files("simulators.demo.governance") / "tasks.toml"
PRIORITIES = (0, 0, 1, 0, 2)
LEADERS = {"H02.14": "giamdoc", "H02.01": "chanhvp"}
"""Who acts for an agency in the demo."""


@dataclass(frozen=True)
class Cast:
    people: dict[str, Standing]
    units: dict[tuple[str, str], UUID]

    def party(self, spelled: str) -> Party:
        if spelled in self.people:
            held = self.people[spelled].held[0]
            return Party(held.agency, held.unit_id, self.people[spelled].person_id)
        agency, _, unit = spelled.partition("/")
        return Party(agency, self.units[agency, unit] if unit else None)


async def add_tasks(session: AsyncSession, now: datetime) -> None:
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    cast = await cast_of(session)
    known = set(await session.scalars(select(Task.key).where(Task.key.is_not(None))))
    for number, entry in enumerate(plan["tasks"]):
        key = uuid5(NAMESPACE_OID, f"demo task {entry[0]} {entry[-1]}")
        if key not in known:
            await _add(session, cast, number, entry, key, plan["mark"], now)


async def cast_of(session: AsyncSession) -> Cast:
    people = await session.scalars(select(Person).options(selectinload(Person.positions)))
    units = await session.scalars(select(Unit))
    standings = {one.username: _standing(one) for one in people if one.username}
    return Cast(standings, {(one.agency, one.code): one.id for one in units})


def _standing(person: Person) -> Standing:
    held = tuple(Held(one.id, one.agency, one.unit_id, one.kind, one.title) for one in person.positions)
    caller = Caller(subject=str(person.id), kind="official", name=person.name, username=person.username or "")
    return Standing(caller, person.id, person.name, held)


async def _add(
    session: AsyncSession, cast: Cast, number: int, entry: list[Any], key: UUID, mark: str, now: datetime
) -> None:
    """Agencies are not asked for: at the first start the gateway has not told of them yet."""
    giver, lead, helping, ago, due, steps, title = entry
    opened = now - timedelta(days=ago)
    draft = Draft(
        agency=cast.people[giver].held[0].agency,
        title=title,
        description=mark,
        priority=PRIORITIES[number % len(PRIORITIES)],
        lead=cast.party(lead),
        coordinating=[cast.party(helping)] if helping else [],
        due_on=local_day(now) + timedelta(days=due),
        creator_id=cast.people[giver].person_id,
        key=key,
    )
    await open_all(session, [draft], opened)
    words = steps.split()
    for place, step in enumerate(words, 1):
        at = opened + (now - opened) * place / (len(words) + 1)
        await _step(session, cast, draft.id, step, giver, at)


async def _step(session: AsyncSession, cast: Cast, task_id: UUID, step: str, giver: str, at: datetime) -> None:
    word, _, number = step.partition("=")
    action: Act = next(one for one in get_args(Act) if one in {word, f"{word}_extension"})
    task = await fresh(session, task_id)
    asked = {"due_on": task.due_on + timedelta(days=int(number))} if action == "ask_extension" and task.due_on else {}
    note = "Theo tiến độ thực tế." if "note" in MOVES[action].needs else ""
    progress = {"progress": int(number)} if action == "report" else {}
    data = TaskAct(version=task.version, note=note, **asked, **progress)
    who = giver if "giver" in MOVES[action].roles else _lead(cast, task)
    await service.act(session, cast.people[who], task_id, action, data, at)


def _lead(cast: Cast, task: Task) -> str:
    """Somebody who may act for who leads: the person, the head of the unit, or who acts for the agency."""
    if task.lead_person_id:
        return next(name for name, person in cast.people.items() if person.person_id == task.lead_person_id)
    heads = (
        name
        for name, person in cast.people.items()
        for held in person.held
        if task.lead_unit_id and held.unit_id == task.lead_unit_id and held.kind in {"head", "deputy_head"}
    )
    return next(heads, LEADERS[task.lead_agency])
