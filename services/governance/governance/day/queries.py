"""Bounded looks into tasks, documents and delegations: a few rows each, and how many there are in all."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from governance.document.queries import visible_to, waiting_for
from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.organisation.tables import Delegation, Person, Position
from governance.task.party import own_keys_of
from governance.task.states import CLOSED, STATES
from governance.task.tables import Task, TaskExtension, TaskParty, TaskStep

SHOWN = 8
SOON = timedelta(days=7)
WORKING = ("waiting", "in_progress")
OPEN = Task.state.in_(tuple(state for state in STATES if state not in CLOSED))
"""What the partial indexes of open tasks are made for."""
FACTS = (Task.id, Task.title, Task.agency, Task.year, Task.number, Task.due_on, Task.due_key, Task.priority, Task.state)
Found = Sequence[Any]


def own_keys(acting: Standing) -> list[str]:
    return own_keys_of(acting)


def _takes_part(keys: list[str], *roles: str) -> ColumnElement[bool]:
    return Task.id.in_(select(TaskParty.task_id).where(TaskParty.key.in_(keys), TaskParty.role.in_(roles)))


def _given_by(acting: Standing) -> ColumnElement[bool]:
    """The own, and those of an agency one leads. Indexes of open tasks answer it."""
    return or_(Task.creator_id == acting.person_id, Task.agency.in_(sorted(acting.led)))


def _returned() -> ColumnElement[bool]:
    """Handed in, and given back to be done again."""
    last = select(TaskStep.action).where(TaskStep.task_id == Task.id)
    last = last.where(TaskStep.action.in_(("submit", "withdraw", "return"))).order_by(TaskStep.id.desc()).limit(1)
    return last.scalar_subquery() == "return"


def _most_pressing(query: Any) -> Any:
    return (
        query.add_columns(func.count().over().label("total"))
        .order_by(Task.due_key, Task.priority.desc(), Task.id)
        .limit(SHOWN)
    )


async def find_mine(session: AsyncSession, acting: Standing, today: date) -> Found:
    """Own work and that of the own units; with each how many of all are overdue, and due within a week."""
    returned = case((Task.state == "in_progress", _returned()), else_=False).label("returned")
    late, soon = Task.due_key < today, Task.due_key.between(today, today + SOON)
    counts = func.count().filter(late).over().label("late"), func.count().filter(soon).over().label("soon")
    query = select(*FACTS, returned, *counts).where(
        _takes_part(own_keys(acting), "lead", "member"), Task.state.in_(WORKING)
    )
    return (await session.execute(_most_pressing(query))).all()


async def find_submitted(session: AsyncSession, acting: Standing) -> Found:
    """Handed in to this person, or to an agency the person leads."""
    query = select(*FACTS).where(OPEN, Task.state == "submitted", _given_by(acting))
    return (await session.execute(_most_pressing(query))).all()


async def find_extensions(session: AsyncSession, acting: Standing) -> Found:
    """More time was asked for of this person."""
    asked = TaskExtension.task_id == Task.id, TaskExtension.state == "asked"
    query = select(*FACTS).join(TaskExtension, asked[0]).where(asked[1], _given_by(acting))
    return (await session.execute(_most_pressing(query))).all()


async def find_unassigned(session: AsyncSession, acting: Standing) -> Found:
    """Work of an agency that no unit and no person there has yet."""
    agencies = sorted(acting.led | acting.kept)
    if not agencies:
        return []
    nobody = Task.lead_unit_id.is_(None), Task.lead_person_id.is_(None)
    query = select(*FACTS).where(*nobody, OPEN, Task.state.in_(WORKING), Task.lead_agency.in_(agencies))
    return (await session.execute(_most_pressing(query))).all()


async def find_slipping(session: AsyncSession, acting: Standing, today: date) -> Found:
    """What this person, or an agency the person leads, gave to others and is late."""
    late = OPEN, Task.state.in_(WORKING), Task.due_key < today
    query = select(*FACTS, Task.lead_agency).where(*late, _given_by(acting))
    own = own_keys(acting)
    return (await session.execute(_most_pressing(query.where(~_takes_part(own, "lead", "member"))))).all()


async def find_documents(session: AsyncSession, acting: Standing) -> Found:
    """Those whose next step is this person's, the most pressing first."""
    count = func.count().over().label("total")
    facts = (Document.id, Document.subject, Document.sender, Document.number, Document.due_on, Document.urgency)
    query = select(*facts, Document.due_key, Document.state, count).where(visible_to(acting), waiting_for(acting))
    return (await session.execute(query.order_by(Document.due_key, Document.place).limit(SHOWN))).all()


async def find_stand_ins(session: AsyncSession, person_id: UUID, today: date) -> Found:
    """Delegations in force, lent by this person or to this person."""
    owner, deputy = aliased(Person), aliased(Person)
    mine = (Position.person_id == person_id).label("mine")
    query = select(mine, owner.name.label("owner"), deputy.name.label("deputy"), Position.title, Delegation.valid_to)
    query = query.select_from(Delegation).join(Position, Position.id == Delegation.position_id)
    query = query.join(owner, owner.id == Position.person_id).join(deputy, deputy.id == Delegation.person_id)
    query = query.where(Delegation.withdrawn_at.is_(None), Delegation.valid_from <= today, Delegation.valid_to > today)
    query = query.where(or_(Position.person_id == person_id, Delegation.person_id == person_id))
    return (await session.execute(query.order_by(Delegation.valid_to, Delegation.id).limit(SHOWN))).all()
