"""Observations on their way into the database: new ones, corrections with what was there before, and nothing twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import Row, String, bindparam, column, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from monitoring.indicator.locking import alone
from monitoring.observation.preparing import COMPARED, Key
from monitoring.observation.reporter import Reporter
from monitoring.observation.tables import Observation, ObservationChange

KEY = ("code", "level", "area", "period")
AT_ONCE = 5000


@dataclass(frozen=True)
class Origin:
    """How rows came in, and why what was there is corrected."""

    kind: str
    reporter: Reporter
    now: datetime
    reason: str


@dataclass
class Written:
    """Keys of what was added or corrected, and how many were there as they are."""

    added: list[Key]
    corrected: list[Key]
    same: int

    @property
    def touched(self) -> list[Key]:
        return self.added + self.corrected


async def write(session: AsyncSession, rows: Mapping[Key, dict[str, Any]], origin: Origin) -> Written:
    """Writers of one indicator wait for one another, so that no figure is made of half of what is there."""
    await alone(session, (key[0] for key in rows))
    held = await _held(session, list(rows))
    added = [key for key in rows if key not in held]
    corrected = [key for key in rows if key in held and _differs(held[key], rows[key])]
    written = Written(added, corrected, len(rows) - len(added) - len(corrected))
    if corrected:
        history = [_history(held[key], rows[key], origin) for key in corrected]
        await session.execute(insert(ObservationChange), history)
    if written.touched:
        await _upsert(session, [_columns(rows[key], origin) for key in written.touched])
    return written


async def _held(session: AsyncSession, keys: list[Key]) -> dict[Key, Row[Any]]:
    found: dict[Key, Row[Any]] = {}
    for start in range(0, len(keys), AT_ONCE):
        parts = zip(KEY, zip(*keys[start : start + AT_ONCE], strict=True), strict=True)
        arrays = [bindparam(name, list(values), type_=ARRAY(String())) for name, values in parts]
        wanted = func.unnest(*arrays).table_valued(*[column(name, String()) for name in KEY]).render_derived()
        same = [getattr(wanted.c, name) == getattr(Observation, name) for name in KEY]
        query = select(*Observation.__table__.columns).join(wanted, same[0] & same[1] & same[2] & same[3])
        for row in await session.execute(query):
            found[row.code, row.level, row.area, row.period] = row
    return found


def _differs(held: Row[Any], row: dict[str, Any]) -> bool:
    return any(getattr(held, name) != row[name] for name in COMPARED)


def _columns(row: dict[str, Any], origin: Origin) -> dict[str, Any]:
    return {
        **row,
        "origin": origin.kind,
        "demo": origin.reporter.demo,
        "agency": origin.reporter.agency,
        "recorded_by": origin.reporter.name,
        "recorded_at": origin.now,
        "version": 1,
    }


async def _upsert(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    statement = upsert(Observation)
    told: dict[str, Any] = {name: statement.excluded[name] for name in rows[0] if name not in {*KEY, "version"}}
    told["version"] = Observation.version + 1
    upserting = statement.on_conflict_do_update(index_elements=list(KEY), set_=told)
    for start in range(0, len(rows), AT_ONCE):  # no single command takes long
        await session.execute(upserting, rows[start : start + AT_ONCE])


def _history(held: Row[Any], row: dict[str, Any], origin: Origin) -> dict[str, Any]:
    changed = [name for name in COMPARED if getattr(held, name) != row[name]]
    return {
        "observation_id": held.id,
        "version": held.version,
        "changed_at": origin.now,
        "changed_by": origin.reporter.name,
        "reason": origin.reason,
        "before": to_jsonable_python({name: getattr(held, name) for name in changed}),
        "after": to_jsonable_python({name: row[name] for name in changed}),
    }
