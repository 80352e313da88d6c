"""Bounded looks into tasks, documents and delegations: a few rows each, and how many there are in all.

Statements about tasks are made once and only filled for each person: to make them anew costs more than to run them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Text, Uuid, any_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from governance.document.queries import visible_to, waiting_for
from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.organisation.tables import Delegation, Person, Position
from governance.task.party import own_keys_of
from governance.task.states import CLOSED, STATES
from governance.task.tables import Task, TaskExtension, TaskParty, TaskStep
from kit.auth import Caller

SHOWN = 8
ANYBODY = Caller(subject="", kind="official")
SOON = timedelta(days=7)
Found = Sequence[Any]

KEYS, AGENCIES = bindparam("keys", type_=ARRAY(Text())), bindparam("agencies", type_=ARRAY(Text()))
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
LATE = Task.due_key < TODAY
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


def _most_pressing(query: Any) -> Any:
    total = func.count().over().label("total")
    return query.add_columns(total).order_by(Task.due_key, Task.priority.desc(), Task.id).limit(SHOWN)


MINE = _most_pressing(
    select(
        *FACTS,
        case((Task.state == "in_progress", LAST == "return"), else_=False).label("returned"),
        func.count().filter(LATE).over().label("late"),
        func.count().filter(Task.due_key.between(TODAY, WEEK)).over().label("soon"),
    ).where(OWN, WORKING)
)
SUBMITTED = _most_pressing(select(*FACTS).where(OPEN, Task.state == "submitted", GIVEN))
ASKED = _most_pressing(
    select(*FACTS)
    .join(TaskExtension, TaskExtension.task_id == Task.id)
    .where(TaskExtension.state == "asked", WORKING, GIVEN)
)
UNASSIGNED = _most_pressing(
    select(*FACTS).where(
        Task.lead_unit_id.is_(None), Task.lead_person_id.is_(None), OPEN, WORKING, Task.lead_agency == any_(AGENCIES)
    )
)
SLIPPING = _most_pressing(select(*FACTS, Task.lead_agency).where(OPEN, WORKING, LATE, GIVEN, ~OWN))


async def find_mine(session: AsyncSession, acting: Standing, today: date) -> Found:
    """Own work and that of the own units; with each how many of all are overdue, and due within a week."""
    return await _found(session, MINE, {"keys": own_keys_of(acting), "today": today, "week": today + SOON})


async def find_submitted(session: AsyncSession, acting: Standing) -> Found:
    """Handed in to this person, or to an agency the person leads."""
    return await _found(session, SUBMITTED, _giver(acting))


async def find_extensions(session: AsyncSession, acting: Standing) -> Found:
    """More time was asked for of this person; what has been handed in since is among the submitted."""
    return await _found(session, ASKED, _giver(acting))


async def find_unassigned(session: AsyncSession, acting: Standing) -> Found:
    """Work of an agency that no unit and no person there has yet."""
    agencies = sorted(acting.led | acting.kept)
    return await _found(session, UNASSIGNED, {"agencies": agencies}) if agencies else []


async def find_slipping(session: AsyncSession, acting: Standing, today: date) -> Found:
    """What this person, or an agency the person leads, gave to others and is late."""
    return await _found(session, SLIPPING, {**_giver(acting), "keys": own_keys_of(acting), "today": today})


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


async def find_stand_ins(session: AsyncSession, person_id: UUID, today: date) -> Found:
    """Delegations in force, lent by this person or to this person."""
    return await _found(session, STAND_INS, {"person": person_id, "today": today})


def _stand_ins() -> Any:
    owner, deputy = aliased(Person), aliased(Person)
    mine = (Position.person_id == PERSON).label("mine")
    query = select(mine, owner.name.label("owner"), deputy.name.label("deputy"), Position.title, Delegation.valid_to)
    query = query.select_from(Delegation).join(Position, Position.id == Delegation.position_id)
    query = query.join(owner, owner.id == Position.person_id).join(deputy, deputy.id == Delegation.person_id)
    query = query.where(Delegation.withdrawn_at.is_(None), Delegation.valid_from <= TODAY, Delegation.valid_to > TODAY)
    query = query.where(or_(Position.person_id == PERSON, Delegation.person_id == PERSON))
    return query.order_by(Delegation.valid_to, Delegation.id).limit(SHOWN)


STAND_INS = _stand_ins()


def _giver(acting: Standing) -> dict[str, Any]:
    return {"person": acting.person_id, "agencies": sorted(acting.led)}


async def _found(session: AsyncSession, statement: Any, values: dict[str, Any]) -> Found:
    rows: Iterable[Any] = await session.execute(statement, values)
    return list(rows)
