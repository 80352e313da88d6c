"""Bounded looks into tasks, documents and delegations: a few rows each, and how many there are in all.

Statements about tasks are made once and only filled for each person: to make them anew costs more than to run them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Date,
    Text,
    Uuid,
    any_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from governance.document.queries import visible_to, waiting_for
from governance.document.tables import Document
from governance.notification.queries import unread_of
from governance.organisation.standing import Standing
from governance.organisation.tables import Agency, Delegation, Person, Position
from governance.task.party import own_keys_of
from governance.task.states import CLOSED, STATES
from governance.task.tables import Task, TaskExtension, TaskParty, TaskStep
from kit.auth import Caller

SHOWN = 8
ANYBODY = Caller(subject="", kind="official")
SOON = timedelta(days=7)
Found = Sequence[Any]

KEYS, AGENCIES, KEPT = (bindparam(name, type_=ARRAY(Text())) for name in ("keys", "agencies", "kept"))
PERSON, TODAY, WEEK = (
    bindparam("person", type_=Uuid()),
    bindparam("today", type_=Date()),
    bindparam("week", type_=Date()),
)
FACTS = (Task.id, Task.title, Task.agency, Task.year, Task.number, Task.due_on, Task.due_key, Task.priority, Task.state)


def _among(column: Any, names: Iterable[str]) -> Any:
    """Spelled out: a list given as a parameter is written into the statement anew each time."""
    return column.in_([literal_column(f"'{name}'") for name in names])


OPEN = _among(Task.state, (state for state in STATES if state not in CLOSED))
"""What the partial indexes of open tasks are made for."""
WORKING = _among(Task.state, ("waiting", "in_progress"))
LATE, NEAR = Task.due_key < TODAY, Task.due_key.between(TODAY, WEEK)
OWN = Task.id.in_(
    select(TaskParty.task_id).where(TaskParty.key == any_(KEYS), _among(TaskParty.role, ("lead", "member")))
)
GIVEN = or_(Task.creator_id == PERSON, Task.agency == any_(AGENCIES))
"""By the person, or an agency the person leads."""
LAST = (
    select(TaskStep.action)
    .where(TaskStep.task_id == Task.id, _among(TaskStep.action, ("submit", "withdraw", "return")))
    .order_by(TaskStep.id.desc())
    .limit(1)
    .scalar_subquery()
)


def _part(name: str, query: Any, **more: Any) -> Any:
    """`of_late` and `of_soon` count among all of the part, not only those shown."""
    facts = {"part": literal_column(f"'{name}'"), "place": Task.agency, "returned": false(), **more}
    counts = {"total": func.count(), "of_late": func.count().filter(LATE), "of_soon": func.count().filter(NEAR)}
    columns = [column.label(label) for label, column in facts.items()]
    columns += [count.over().label(label) for label, count in counts.items()]
    pressing = query.add_columns(*columns).order_by(Task.due_key, Task.priority.desc(), Task.id)
    shown = pressing.limit(SHOWN).subquery()
    called = select(Agency.name).where(Agency.code == shown.c.place).order_by(Agency.valid_from.desc()).limit(1)
    return select(shown, func.coalesce(called.scalar_subquery(), shown.c.place).label("place_name"))


UNDONE = Task.lead_unit_id.is_(None), Task.lead_person_id.is_(None), OPEN, WORKING
TASKS = union_all(
    _part("mine", select(*FACTS).where(OWN, WORKING), returned=(Task.state == "in_progress") & (LAST == "return")),
    _part("submitted", select(*FACTS).where(OPEN, Task.state == "submitted", GIVEN)),
    _part(
        "asked",
        select(*FACTS)
        .join(TaskExtension, TaskExtension.task_id == Task.id)
        .where(TaskExtension.state == "asked", WORKING, GIVEN),
    ),
    _part("unassigned", select(*FACTS).where(*UNDONE, Task.lead_agency == any_(KEPT))),
    _part("slipping", select(*FACTS).where(OPEN, WORKING, LATE, GIVEN, ~OWN), place=Task.lead_agency),
)
"""One statement for all of them: each costs as much for being sent as for being answered."""
PLANNED_ONCE = text("SET LOCAL plan_cache_mode = force_generic_plan")
"""The plan is the same for everybody, and to make it takes twice as long as to follow it."""


async def find_tasks(session: AsyncSession, acting: Standing, today: date) -> dict[str, list[Any]]:
    """The most pressing of each part: `mine`, own work and that of the own units; `submitted` to this person or an
    agency the person leads; `asked`, where more time is wanted of them; `unassigned`, an agency's that nobody there
    was given; `slipping`, what they gave to others and is late."""
    values = {
        "keys": own_keys_of(acting),
        "person": acting.person_id,
        "agencies": sorted(acting.led),
        "kept": sorted(acting.led | acting.kept),
        "today": today,
        "week": today + SOON,
    }
    found: dict[str, list[Any]] = {name: [] for name in ("mine", "submitted", "asked", "unassigned", "slipping")}
    await session.execute(PLANNED_ONCE)
    for row in await _found(session, TASKS, values):
        found[row.part].append(row)
    return found


async def find_documents(session: AsyncSession, acting: Standing) -> Found:
    """Those whose next step is this person's, the most pressing first."""
    return (await session.execute(_documents(replace(acting, caller=ANYBODY)))).all()


@lru_cache(maxsize=1_000)
def _documents(acting: Standing) -> Any:
    """Made once for whoever holds these positions: only they make it different."""
    count = func.count().over().label("total")
    facts = (Document.id, Document.subject, Document.sender, Document.number, Document.due_on, Document.urgency)
    query = select(*facts, Document.due_key, Document.state, count).where(visible_to(acting), waiting_for(acting))
    return query.order_by(Document.due_key, Document.place).limit(SHOWN)


async def find_aside(session: AsyncSession, person_id: UUID, today: date) -> tuple[int, Found]:
    """How many notifications are unread, and the delegations in force, lent by this person or to this person."""
    rows = await _found(session, ASIDE, {"person": person_id, "today": today})
    return rows[0].unread, [row for row in rows if row.owner is not None]


def _aside() -> Any:
    owner, deputy = aliased(Person), aliased(Person)
    mine = (Position.person_id == PERSON).label("mine")
    query = select(mine, owner.name.label("owner"), deputy.name.label("deputy"), Position.title, Delegation.valid_to)
    query = query.select_from(Delegation).join(Position, Position.id == Delegation.position_id)
    query = query.join(owner, owner.id == Position.person_id).join(deputy, deputy.id == Delegation.person_id)
    query = query.where(Delegation.withdrawn_at.is_(None), Delegation.valid_from <= TODAY, Delegation.valid_to > TODAY)
    query = query.where(or_(Position.person_id == PERSON, Delegation.person_id == PERSON))
    stand_ins = query.order_by(Delegation.valid_to, Delegation.id).limit(SHOWN).subquery()
    counted = select(unread_of(PERSON).label("unread")).subquery()
    return select(counted.c.unread, stand_ins).select_from(counted.outerjoin(stand_ins, true()))


ASIDE = _aside()


async def _found(session: AsyncSession, statement: Any, values: dict[str, Any]) -> Found:
    rows: Iterable[Any] = await session.execute(statement, values)
    return list(rows)
