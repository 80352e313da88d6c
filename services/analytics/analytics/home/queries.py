"""Bounded looks into datasets and their loads, each one statement; made once for all who may see the same: to make
one costs more than to run it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Integer, Text, bindparam, case, cast, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.queries import DAYS
from analytics.dataset.reach import known_to, owned_by
from analytics.dataset.tables import Dataset, DatasetColumn
from analytics.load.tables import Load
from kit.auth import Caller

FAILED_DAYS, HAPPENED = timedelta(days=7), timedelta(days=14)
Found = Sequence[Any]
NOW = bindparam("now", type_=DateTime(timezone=True))
MOST_KNOWN = 200
ANSWERING = frozenset({"datasets:write", "columns:write"})
DUE = Dataset.loaded_at + case(DAYS, value=Dataset.refresh, else_=100_000) * literal(timedelta(days=1))


async def waiting_for(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """`what`: failed, late or tags, of datasets the caller's agency answers for; `total`: of all of that sort."""
    query = _waiting(_asker(caller), most)
    return (await session.execute(query, {"now": now})).all() if query is not None else []


async def happened(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """Datasets that were loaded, the last first. Those of events are fed all the time."""
    return (await session.execute(_happened(_asker(caller), most), {"now": now})).all()


def _asker(caller: Caller) -> Caller:
    """What of a caller makes a statement different."""
    return Caller("", "official", agency=caller.agency, roles=caller.roles, scopes=caller.scopes & ANSWERING)


@lru_cache(MOST_KNOWN)
def _waiting(asker: Caller, most: int) -> Any:
    parts = []
    if "datasets:write" in asker.scopes:
        parts += [_failed(asker, most), _late(asker, most)]
    if "columns:write" in asker.scopes:
        parts.append(_tagged(asker, most))
    return union_all(*parts) if parts else None


@lru_cache(MOST_KNOWN)
def _happened(asker: Caller, most: int) -> Any:
    query = select(Dataset.id, Dataset.name, Dataset.rows, Dataset.loaded_at).where(known_to(asker))
    query = query.where(Dataset.source == "upload", Dataset.snapshot.is_not(None), Dataset.loaded_at > NOW - HAPPENED)
    return query.order_by(Dataset.loaded_at.desc(), Dataset.id).limit(most)


def _part(what: str, note: Any, at: Any, load: Any = None, count: Any = None) -> Any:
    return select(
        literal(what).label("what"),
        Dataset.id.label("dataset_id"),
        Dataset.name.label("name"),
        cast(load, Text()).label("load_id"),
        cast(note, Text()).label("note"),
        cast(at, DateTime(timezone=True)).label("at"),
        cast(count, Integer()).label("count"),
        func.count().over().label("total"),
    )


def _failed(caller: Caller, most: int) -> Any:
    """Unless a later load of the same dataset was done."""
    query = _part("failed", Load.file_name, Load.created_at, Load.id).join(Load, Load.dataset_id == Dataset.id)
    query = query.where(owned_by(caller), Load.state.in_(["refused", "failed"]), Load.created_at > NOW - FAILED_DAYS)
    done = Load.__table__.alias("done")
    later = select(done.c.id).where(
        done.c.dataset_id == Load.dataset_id, done.c.state == "done", done.c.created_at > Load.created_at
    )
    return select(query.where(~later.exists()).order_by(Load.created_at.desc(), Load.id).limit(most).subquery())


def _late(caller: Caller, most: int) -> Any:
    query = _part("late", Dataset.refresh, DUE).where(owned_by(caller), Dataset.source == "upload")
    query = query.where(Dataset.snapshot.is_not(None), Dataset.refresh.in_(DAYS), NOW > DUE)
    return select(query.order_by(DUE, Dataset.id).limit(most).subquery())


def _tagged(caller: Caller, most: int) -> Any:
    """Proposals somebody has to confirm or refuse, a dataset at a time."""
    proposed = (
        select(DatasetColumn.dataset_id, func.count().label("columns"))
        .where(DatasetColumn.tag_state == "proposed")
        .group_by(DatasetColumn.dataset_id)
        .subquery()
    )
    query = _part("tags", None, Dataset.loaded_at, count=proposed.c.columns)
    query = query.join(proposed, proposed.c.dataset_id == Dataset.id).where(owned_by(caller))
    return select(query.order_by(Dataset.loaded_at.desc(), Dataset.id).limit(most).subquery())
