from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from governance.organisation.standing import Standing
from governance.task.errors import TaskNotFound
from governance.task.party import keys_of, own_keys_of
from governance.task.reading import PRIORITIES
from governance.task.schemas import Mine, TaskFilter
from governance.task.states import CLOSED, STATES, Role
from governance.task.tables import Task, TaskEvidence, TaskExtension, TaskParty, TaskStep
from kit.page import Page, paged
from kit.text import fold

KEYS = {"due": Task.due_key, "title": Task.sort_key, "priority": Task.priority, "opened": Task.opened_at}
WATCHING = {"alert": "monitoring:province", "petition": "petitions:write"}
OPEN = tuple(state for state in STATES if state not in CLOSED)
ROLES: dict[Mine, tuple[Role, ...]] = {
    "mine": ("lead", "member"),
    "given": ("giver",),
    "led": ("lead", "member"),
    "coordinating": ("coordinating",),
}
EQUAL = {
    "lead_agency": Task.lead_agency,
    "lead_unit": Task.lead_unit_id,
    "lead_person": Task.lead_person_id,
    "origin_kind": Task.origin_kind,
    "origin_id": Task.origin_id,
    "parent_id": Task.parent_id,
}
"""Filters that ask for just this value."""
MOST_STEPS = 500


def visible_to(acting: Standing, of: Mine = "", *, only_open: bool = False) -> ColumnElement[bool]:
    """Those in which the person has a part. `task_party` has an index for either way: from the tasks of a long list
    in their order, or from the keys of a person with few tasks."""
    keys = own_keys_of(acting) if of == "mine" else keys_of(acting)
    part = exists().where(TaskParty.task_id == Task.id, TaskParty.key.in_(keys))
    if of:
        part = part.where(TaskParty.role.in_(ROLES[of]))
    return part.where(TaskParty.is_open) if only_open else part


def roles_of(acting: Standing, task: Task) -> set[Role]:
    """`task.parties` must have been loaded."""
    keys = set(keys_of(acting))
    return {party.role for party in task.parties if party.key in keys}  # type: ignore[misc]


async def get_task(session: AsyncSession, acting: Standing, task_id: UUID) -> Task:
    """With its parties; TaskNotFound for who has no part in it and does not watch over what it came from."""
    wanted = select(Task).where(Task.id == task_id).options(selectinload(Task.parties))
    task = await session.scalar(wanted)
    if task is None or not (roles_of(acting, task) or _watched(acting, task)):
        raise TaskNotFound
    return task


def _watched(acting: Standing, task: Task) -> bool:
    """Whoever watches over the whole province follows an alert to its task, who answers citizens a petition; they read
    there, and can do nothing."""
    scope = WATCHING.get(task.origin_kind or "")
    return scope is not None and scope in acting.caller.scopes


async def list_tasks(session: AsyncSession, acting: Standing, wanted: TaskFilter, today: date) -> Page[Task]:
    """Only those in which the person has a part; by default what is due first comes first."""
    return await paged(session, _matching(acting, wanted, today), wanted, KEYS, Task.id)


async def search_tasks(session: AsyncSession, acting: Standing, q: str, limit: int) -> Sequence[Task]:
    """The newest whose title or description says so, with or without marks."""
    found = select(Task).where(visible_to(acting), Task.folded.contains(fold(q), autoescape=True))
    return (await session.scalars(found.order_by(Task.opened_at.desc(), Task.id.desc()).limit(limit))).all()


async def whole_of(session: AsyncSession, acting: Standing, task: Task) -> Task | None:
    """What it is part of, for who has a part in that too."""
    if task.parent_id is None:
        return None
    whole: Task | None = await session.scalar(select(Task).where(Task.id == task.parent_id, visible_to(acting)))
    return whole


async def list_subtasks(session: AsyncSession, task_id: UUID) -> Sequence[Task]:
    """Whoever sees the whole sees that it has parts."""
    parts = select(Task).where(Task.parent_id == task_id).order_by(Task.due_key, Task.id).limit(MOST_STEPS)
    return (await session.scalars(parts)).all()


async def list_steps(session: AsyncSession, task_id: UUID) -> Sequence[TaskStep]:
    """Newest first."""
    steps = select(TaskStep).where(TaskStep.task_id == task_id).order_by(TaskStep.id.desc()).limit(MOST_STEPS)
    return (await session.scalars(steps)).all()


async def list_evidence(session: AsyncSession, task_id: UUID) -> Sequence[TaskEvidence]:
    found = select(TaskEvidence).where(TaskEvidence.task_id == task_id).order_by(TaskEvidence.id).limit(MOST_STEPS)
    return (await session.scalars(found)).all()


async def list_extensions(session: AsyncSession, task_id: UUID) -> Sequence[TaskExtension]:
    found = select(TaskExtension).where(TaskExtension.task_id == task_id).order_by(TaskExtension.id.desc())
    return (await session.scalars(found.limit(MOST_STEPS))).all()


def overdue(today: date) -> ColumnElement[bool]:
    """Not done by the end of its day; what was handed in before then waits for its giver."""
    late = Task.submitted_on.is_(None) | (Task.submitted_on > Task.due_on)
    return Task.state.in_(OPEN) & (Task.due_key < today) & late


def _matching(acting: Standing, wanted: TaskFilter, today: date) -> Select[Task]:
    only_open = wanted.of == "mine" and wanted.state not in {*CLOSED, "all"}  # of few keys; else the order leads
    query = select(Task).where(visible_to(acting, wanted.of, only_open=only_open))
    if wanted.q:
        query = query.where(Task.folded.contains(fold(wanted.q), autoescape=True))
    if wanted.state != "all":
        query = query.where(_in_state(wanted.state or "open", today))
    if wanted.priority:
        query = query.where(Task.priority == PRIORITIES.index(wanted.priority))
    if wanted.due_from:
        query = query.where(Task.due_key >= wanted.due_from, Task.due_on.is_not(None))
    if wanted.due_to:
        query = query.where(Task.due_key <= wanted.due_to, Task.due_on.is_not(None))
    for name, column in EQUAL.items():
        if value := getattr(wanted, name):
            query = query.where(column == value)
    return query


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    if state == "open":
        return Task.state.in_(OPEN)
    return overdue(today) if state == "overdue" else Task.state == state
