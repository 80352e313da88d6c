"""Opening tasks, one or hundreds, in as many statements: each with number, parties, first step and event."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.task.party import Party, rows
from governance.task.reading import path_of
from governance.task.tables import Task, TaskNumber, TaskParty, TaskStep
from kit.clock import local_day
from kit.context import correlation_id
from kit.contracts.governance import Origin, TaskOpened
from kit.events import new_id
from kit.outbox import emit
from kit.text import fold, sort_key

NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Draft:
    """A task to open; `correlation_id` is that of the story it belongs to, else it begins one."""

    agency: str
    title: str
    lead: Party
    description: str = ""
    priority: int = 0
    due_on: date | None = None
    coordinating: Sequence[Party] = ()
    creator_id: UUID | None = None
    key: UUID | None = None
    parent: Task | None = None
    origin: Origin | None = None
    rule: tuple[UUID, str] | None = None
    correlation_id: str = ""
    note: str = ""
    id: UUID = field(default_factory=new_id)


def searchable(title: str, description: str) -> dict[str, str]:
    return {"folded": fold(f"{title} {description}"), "sort_key": sort_key(title)}


async def open_all(session: AsyncSession, drafts: Sequence[Draft], now: datetime) -> None:
    if not drafts:
        return
    numbers = await _numbers(session, drafts, local_day(now).year)
    told = correlation_id.get()
    stories = {one.id: one.correlation_id or told or str(one.id) for one in drafts}
    await session.execute(insert(Task), [_row(one, numbers[one.id], stories[one.id], now) for one in drafts])
    parties = [{"task_id": one.id, **row} for one in drafts for row in _parties(one)]
    await session.execute(insert(TaskParty), parties)
    await session.execute(insert(TaskStep), [_step(one, now) for one in drafts])
    await emit(session, *map(_event, drafts), version=1, correlation_id=[stories[one.id] for one in drafts])


async def _numbers(session: AsyncSession, drafts: Sequence[Draft], year: int) -> dict[UUID, tuple[int, int]]:
    """Without a gap: the counter of an agency is held until the end of the transaction."""
    of_agency = defaultdict(list)
    for one in drafts:
        of_agency[one.agency].append(one.id)
    given: dict[UUID, tuple[int, int]] = {}
    for agency, ids in sorted(of_agency.items()):
        count = upsert(TaskNumber).values(agency=agency, year=year, last=len(ids))
        more = {"last": TaskNumber.last + len(ids)}
        counted = count.on_conflict_do_update(index_elements=["agency", "year"], set_=more).returning(TaskNumber.last)
        last = (await session.execute(counted)).scalar_one()
        given |= {task: (year, last - len(ids) + place) for place, task in enumerate(ids, 1)}
    return given


def _row(one: Draft, number: tuple[int, int], story: str, now: datetime) -> dict[str, Any]:
    origin = one.origin.model_dump() if one.origin else dict.fromkeys(("service", "kind", "id", "path"))
    rule_id, period = one.rule or (None, None)
    same = {name: getattr(one, name) for name in ("id", "agency", "title", "description", "priority", "due_on", "key")}
    return {
        **same,
        **searchable(one.title, one.description),
        **{f"origin_{name}": value for name, value in origin.items()},
        "creator_id": one.creator_id,
        "year": number[0],
        "number": number[1],
        "due_key": one.due_on or NEVER,
        "parent_id": one.parent.id if one.parent else None,
        "depth": one.parent.depth + 1 if one.parent else 0,
        "lead_agency": one.lead.agency,
        "lead_unit_id": one.lead.unit_id,
        "lead_person_id": one.lead.person_id,
        "rule_id": rule_id,
        "period": period,
        "correlation_id": story,
        "opened_at": now,
    }


def _parties(one: Draft) -> list[dict[str, Any]]:
    return rows(one.agency, one.creator_id, one.lead, one.coordinating)


def _step(one: Draft, now: datetime) -> dict[str, Any]:
    due = {"due_on": [None, one.due_on.isoformat()]} if one.due_on else {}
    facts = {"task_id": one.id, "at": now, "person_id": one.creator_id, "note": one.note, "details": due}
    return {**facts, "action": "open", "before": None, "after": "waiting", "key": None}


def _event(one: Draft) -> TaskOpened:
    return TaskOpened(
        task_id=one.id,
        state="waiting",
        agency=one.agency,
        lead_agency=one.lead.agency,
        coordinating_agencies=tuple(sorted({party.agency for party in one.coordinating})),
        parent_id=one.parent.id if one.parent else None,
        origin=one.origin,
        due_on=one.due_on,
        path=path_of(one.id),
    )
