"""A province at work, by COPY: tens of thousands of tasks for governance, hundreds of thousands of figures for
monitoring. The demo's people have a fair share of it, and so have those they see nothing of."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from governance.task.opening import NEVER, searchable
from governance.task.party import Party, rows
from kit.events import new_id
from kit.text import fold, sort_key

WORDS = "kế hoạch báo cáo rà soát triển khai nền tảng số dữ liệu dịch vụ công đất đai y tế giáo dục cải cách hành chính"
STATES = ("completed",) * 17 + ("waiting", "in_progress", "submitted")
AGENCIES, UNITS_EACH, SHARE = 120, 5, 0.08
"""Agencies beside the demo's own, and which share of all tasks the demo's people have a part in."""
GIVERS = ("H02", "H02.01", "H02.14")
SPANS = 60
NOW = datetime.now(UTC)
TODAY = NOW.date()


@dataclass(frozen=True)
class Division:
    agency: str
    id: UUID
    people: tuple[UUID, ...]


async def fill_tasks(dsn: str, count: int) -> None:
    connection = await asyncpg.connect(dsn)
    chance = random.Random(2663)
    own, others = await _divisions(connection), await _more_divisions(connection)
    tasks = [_task(chance, own if chance.random() < SHARE else others, number) for number in range(1, count + 1)]
    await copy(connection, "task", [task for task, _ in tasks])
    parties = [
        {"task_id": task["id"], **party, "is_open": task["state"] not in {"completed", "cancelled"}}
        for task, found in tasks
        for party in found
    ]
    await copy(connection, "task_party", parties)
    await copy(connection, "task_step", [_step(task) for task, _ in tasks])
    await connection.execute("VACUUM ANALYZE task, task_party, task_step")
    await connection.close()


async def _divisions(connection: asyncpg.Connection) -> list[Division]:
    """The demo's, with who works there."""
    found = await connection.fetch(
        "SELECT unit.agency, unit.id, array_remove(array_agg(position.person_id), NULL) AS people"
        " FROM unit LEFT JOIN position ON position.unit_id = unit.id GROUP BY unit.id"
    )
    return [Division(row["agency"], row["id"], tuple(row["people"])) for row in found]


async def _more_divisions(connection: asyncpg.Connection) -> list[Division]:
    made = [
        (Division(f"H02.9{agency:03}", new_id(), (new_id(), new_id())), f"Phòng {unit}")
        for agency in range(AGENCIES)
        for unit in range(UNITS_EACH)
    ]
    named = [_named(division.id, f"{name} {division.agency}") for division, name in made]
    dates = {"valid_from": date(2025, 7, 1), "version": 1}
    units = [
        {**facts, **dates, "agency": one.agency, "code": f"P{one.id.hex[-6:]}"}
        for facts, (one, _) in zip(named, made, strict=True)
    ]
    await copy(connection, "unit", units)
    people = [_named(person, f"Nguyễn Văn {person.hex[-4:]}") for one, _ in made for person in one.people]
    await copy(connection, "person", [{**one, "email": "", "language": "vi", "version": 1} for one in people])
    return [one for one, _ in made]


def _named(number: UUID, name: str) -> dict[str, Any]:
    return {"id": number, "name": name, "name_folded": fold(name), "sort_key": sort_key(name)}


def _task(chance: random.Random, among: list[Division], number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    division, state = chance.choice(among), chance.choice(STATES)
    giver = chance.choice(GIVERS) if chance.random() < 0.3 else division.agency
    person = chance.choice(division.people) if division.people and chance.random() < 0.6 else None
    lead = Party(division.agency, division.id, person)
    title = f"Nhiệm vụ {number}: " + " ".join(chance.sample(WORDS.split(), 8))
    due = TODAY + timedelta(days=chance.randint(-40, 60)) if chance.random() < 0.9 else None
    done = TODAY - timedelta(days=1) if state in {"submitted", "completed"} else None
    task = {
        "id": new_id(),
        "agency": giver,
        "year": 2000 + number // 40_000,
        "number": number,
        "title": title,
        "description": "",
        **searchable(title, ""),
        "priority": chance.choice((0, 0, 0, 1, 2)),
        "state": state,
        "progress": 100 if done else 0,
        "due_on": due,
        "due_key": due or NEVER,
        "depth": 0,
        "lead_agency": lead.agency,
        "lead_unit_id": lead.unit_id,
        "lead_person_id": lead.person_id,
        "correlation_id": "",
        "opened_at": NOW - timedelta(days=chance.randint(1, 300)),
        "submitted_on": done,
        "completed_on": done if state == "completed" else None,
        "version": 1,
    }
    return task, rows(giver, None, lead)


def _step(task: dict[str, Any]) -> dict[str, Any]:
    facts = {"id": new_id(), "task_id": task["id"], "at": task["opened_at"], "action": "open"}
    return {**facts, "after": "waiting", "note": "", "details": "{}"}


async def fill_observations(dsn: str, count: int) -> None:
    """Of every indicator, over years and communes; and the province's figures they come to."""
    connection = await asyncpg.connect(dsn)
    codes = [row["code"] for row in await connection.fetch("SELECT code FROM indicator ORDER BY position")]
    each = -(-count // (len(codes) * SPANS))
    months = [_month(back) for back in range(SPANS)]
    made = (_observed(code, month, area) for code in codes for month in months for area in range(each))
    await copy(connection, "observation", list(made)[:count])
    await copy(connection, "figure", [_figure(code, month) for code in codes for month in months])
    await connection.execute("VACUUM ANALYZE observation, figure")
    await connection.close()


def _month(back: int) -> tuple[date, date]:
    """First and last day of the month so many years and months before; demo figures are of later ones."""
    place = 2015 * 12 + back
    first, following = date(place // 12, place % 12 + 1, 1), place + 1
    return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def _period(code: str, month: tuple[date, date]) -> dict[str, Any]:
    first, last = month
    return {"code": code, "span": "month", "period": f"{first:%Y-%m}", "period_start": first, "period_end": last}


def _observed(code: str, month: tuple[date, date], area: int) -> dict[str, Any]:
    empty = dict.fromkeys(("document_number", "document_title", "document_abstract", "source", "note", "evidence"), "")
    figures = {"value": float(area % 100), "numerator": float(area % 100), "denominator": 100.0}
    place = {"level": "commune", "area": f"9{area:04}", "area_from": date(2010, 1, 1)}
    said = {"origin": "demo", "demo": True, "recorded_by": "đo", "recorded_at": NOW, "version": 1}
    return {"id": new_id(), **_period(code, month), **place, **figures, **empty, **said}


def _figure(code: str, month: tuple[date, date]) -> dict[str, Any]:
    counts = {"reported": 99, "documents": 0, "shared": False, "demo": True, "level": "commune"}
    return {**_period(code, month), "value": 50.0, **counts, "observed_at": NOW, "changed_at": NOW}


async def copy(connection: asyncpg.Connection, table: str, records: Iterable[dict[str, Any]]) -> None:
    found = list(records)
    columns = list(found[0])
    await connection.copy_records_to_table(table, records=[tuple(one.values()) for one in found], columns=columns)
