"""What each action does beside going to the next state; every function tells what changed, for the history."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.queries import get_document
from governance.organisation.standing import Standing
from governance.task.deadline import days_late, deadline_of, refuse_after_whole, refuse_before_parts
from governance.task.directory import party_of
from governance.task.errors import (
    DeadlineWrong,
    ExtensionOpen,
    FieldsMissing,
    NoExtensionAsked,
    PartyUnknown,
    ProgressOfSubtasks,
    SubtasksOpen,
)
from governance.task.opening import NEVER
from governance.task.party import Party, rows
from governance.task.queries import OPEN
from governance.task.reading import named
from governance.task.schemas import TaskAct
from governance.task.states import Act
from governance.task.tables import Task, TaskEvidence, TaskExtension, TaskParty
from kit.clock import local_day

Changes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    session: AsyncSession
    acting: Standing
    task: Task
    data: TaskAct
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now)


async def report(doing: Doing) -> Changes:
    if await has_parts(doing.session, doing.task):
        raise ProgressOfSubtasks
    was, doing.task.progress = doing.task.progress, doing.data.progress or 0
    return {"progress": [was, doing.task.progress]}


async def add_evidence(doing: Doing) -> Changes:
    data = doing.data
    if not (data.url or data.document_id):
        raise FieldsMissing("url")
    if data.document_id:  # one that whoever names it may see
        await get_document(doing.session, doing.acting, data.document_id)
    facts = {"title": data.title, "url": data.url, "document_id": data.document_id}
    doing.session.add(TaskEvidence(task_id=doing.task.id, person_id=doing.acting.person_id, at=doing.now, **facts))
    return {"evidence": data.title}


async def assign(doing: Doing) -> Changes:
    """Inside the leading agency; who only heads a unit hands on inside that unit."""
    task, acting = doing.task, doing.acting
    if doing.data.to is None:
        raise FieldsMissing("to")
    party = await party_of(doing.session, doing.data.to, doing.today, "to")
    whole = task.lead_agency in acting.led | acting.kept
    if party.agency != task.lead_agency or not (whole or party.unit_id in acting.headed):
        raise PartyUnknown("to")
    was = (task.lead_unit_id, task.lead_person_id)
    task.lead_unit_id, task.lead_person_id = party.unit_id, party.person_id
    await replace_parties(doing.session, task, party, coordinating_of(task))
    return {"lead": [was, (party.unit_id, party.person_id)]}


async def submit(doing: Doing) -> Changes:
    await refuse_open_parts(doing.session, doing.task)
    doing.task.submitted_on = doing.today
    return {}


async def take_back(doing: Doing) -> Changes:
    doing.task.submitted_on = None
    return {}


async def complete(doing: Doing) -> Changes:
    """In time or late by the day it was handed in, whenever the giver came to accept it."""
    task = doing.task
    await refuse_open_parts(doing.session, task)
    task.completed_on, task.progress = doing.today, 100
    task.days_late = await days_late(doing.session, task.due_on, task.submitted_on or doing.today)
    await _lapse(doing)
    return {"days_late": task.days_late}


async def cancel(doing: Doing) -> Changes:
    await _lapse(doing)
    return {}


async def ask_extension(doing: Doing) -> Changes:
    task, data = doing.task, doing.data
    due_on = await deadline_of(doing.session, data.due_on, data.due_days, doing.today)
    if due_on is None:
        raise FieldsMissing("due_on")
    if task.due_on is None or due_on <= task.due_on:
        raise DeadlineWrong("due_on", "task.wrong.due_not_later")
    if await _asked(doing):
        raise ExtensionOpen
    facts = {"due_before": task.due_on, "due_on": due_on, "reason": data.note, "asked_at": doing.now}
    doing.session.add(TaskExtension(task_id=task.id, asked_by=doing.acting.person_id, **facts))
    return {"asked": due_on}


async def grant_extension(doing: Doing) -> Changes:
    """Until the day that was asked for, or another that the giver says."""
    task, data = doing.task, doing.data
    asked = await _asked(doing)
    if asked is None:
        raise NoExtensionAsked
    due_on = await deadline_of(doing.session, data.due_on, data.due_days, doing.today) or asked.due_on
    await refuse_after_whole(doing.session, task, due_on)
    await refuse_before_parts(doing.session, task, due_on)
    _answer(doing, asked, "granted")
    asked.due_on = due_on
    was = task.due_on
    set_due(task, due_on)
    return {"due_on": [was, due_on]}


async def refuse_extension(doing: Doing) -> Changes:
    asked = await _asked(doing)
    if asked is None:
        raise NoExtensionAsked
    _answer(doing, asked, "refused")
    return {"asked": asked.due_on}


async def nothing_more(_: Doing) -> Changes:
    return {}


EFFECTS: dict[Act, Callable[[Doing], Awaitable[Changes]]] = {
    "start": nothing_more,
    "report": report,
    "note": nothing_more,
    "evidence": add_evidence,
    "assign": assign,
    "submit": submit,
    "withdraw": take_back,
    "complete": complete,
    "return": take_back,
    "ask_extension": ask_extension,
    "grant_extension": grant_extension,
    "refuse_extension": refuse_extension,
    "cancel": cancel,
}


def set_due(task: Task, due_on: date | None) -> None:
    """A new deadline: whether it is overdue is a new question."""
    task.due_on, task.due_key, task.overdue_on = due_on, due_on or NEVER, None


def coordinating_of(task: Task) -> list[Party]:
    helping = [one for one in named(task) if one.role == "coordinating"]
    return [Party(one.agency, one.unit_id, one.person_id, one.due_on) for one in helping]


async def replace_parties(session: AsyncSession, task: Task, lead: Party, coordinating: list[Party]) -> None:
    """Who is no longer one does not see it any more."""
    await session.execute(delete(TaskParty).where(TaskParty.task_id == task.id))
    session.expire(task, ["parties"])
    found = rows(task.agency, task.creator_id, lead, coordinating)
    session.add_all([TaskParty(task_id=task.id, **row) for row in found])
    await session.flush()
    await session.refresh(task, ["parties"])


async def has_parts(session: AsyncSession, task: Task) -> bool:
    parts = exists().where(Task.parent_id == task.id, Task.state != "cancelled")
    return bool(await session.scalar(select(parts)))


async def refuse_open_parts(session: AsyncSession, task: Task) -> None:
    if await session.scalar(select(exists().where(Task.parent_id == task.id, Task.state.in_(OPEN)))):
        raise SubtasksOpen


async def _asked(doing: Doing) -> TaskExtension | None:
    asked = select(TaskExtension).where(TaskExtension.task_id == doing.task.id, TaskExtension.state == "asked")
    found: TaskExtension | None = await doing.session.scalar(asked)
    return found


def _answer(doing: Doing, asked: TaskExtension, state: str) -> None:
    asked.state, asked.answer = state, doing.data.note
    asked.answered_by, asked.answered_at = doing.acting.person_id, doing.now


async def _lapse(doing: Doing) -> None:
    if asked := await _asked(doing):
        _answer(doing, asked, "lapsed")
