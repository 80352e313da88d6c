"""Documents, tasks, people and units that a caller may see; the one of this very number first."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.queries import search_documents
from governance.document.tables import Document
from governance.organisation.errors import NotInDirectory
from governance.organisation.standing import Standing, find_standing
from governance.organisation.tables import Agency
from governance.person.queries import person_options
from governance.person.schemas import PersonFilter
from governance.search.queries import MOST, documents_called, tasks_called
from governance.task.queries import search_tasks
from governance.task.reading import path_of
from governance.task.tables import Task
from governance.unit.queries import list_units
from governance.unit.schemas import UnitFilter
from kit.agencies import agency_names
from kit.auth import Caller
from kit.clock import local_day
from kit.web.search import Hit

Row = TypeVar("Row", Document, Task)


async def find(session: AsyncSession, caller: Caller, q: str, now: datetime) -> list[Hit]:
    """Nothing of their work for those who are nobody's in the directory."""
    today = local_day(now)
    hits = await _work(session, caller, q, today)
    if "organisation:read" in caller.scopes:
        people = await person_options(session, caller, PersonFilter(q=q, limit=MOST), today)
        hits += [_hit("person.title", one.label, f"/governance/people/{one.value}", one.note) for one in people]
        hits += await _units(session, q, today)
    return hits


async def _units(session: AsyncSession, q: str, today: date) -> list[Hit]:
    """A unit stands on the page of its agency."""
    page = await list_units(session, UnitFilter(q=q, limit=MOST), today)
    names = await agency_names(session, Agency)
    return [
        _hit("unit.title", one.name, f"/governance/agencies/{one.agency}", names.get(one.agency, one.agency))
        for one in page.items
    ]


async def _work(session: AsyncSession, caller: Caller, q: str, today: date) -> list[Hit]:
    if not {"documents:read", "tasks:read"} & caller.scopes:
        return []
    try:
        acting = await find_standing(session, caller, today)
    except NotInDirectory:
        return []
    hits = await _documents(session, acting, q) if "documents:read" in caller.scopes else []
    return hits + (await _tasks(session, acting, q) if "tasks:read" in caller.scopes else [])


async def _documents(session: AsyncSession, acting: Standing, q: str) -> list[Hit]:
    rows = [*await documents_called(session, acting, q), *await search_documents(session, acting, q, MOST)]
    return [
        _hit("document.title", row.subject, f"/governance/documents/{row.id}", f"{row.notation or '—'} · {row.sender}")
        for row in _first(rows)
    ]


async def _tasks(session: AsyncSession, acting: Standing, q: str) -> list[Hit]:
    rows = [*await tasks_called(session, acting, q), *await search_tasks(session, acting, q, MOST)]
    return [_hit("task.title", row.title, path_of(row.id), f"{row.number}/{row.year}") for row in _first(rows)]


def _first(rows: Iterable[Row]) -> list[Row]:
    """Each once, not more than are shown."""
    return list({row.id: row for row in rows}.values())[:MOST]


def _hit(kind: str, title: str, path: str, note: str) -> Hit:
    return Hit(kind=kind, title=title, path=path, note=note)
