"""Which sources wait to be fetched, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.index.cutting import cut
from assistant_staff.index.tables import IndexedSource, IndexRebuild
from assistant_staff.owner.errors import OwnerAway
from assistant_staff.owner.machine import Machine
from assistant_staff.owner.schemas import OWNERS, Kind, Text
from assistant_staff.passage import service as passages
from assistant_staff.passage.service import Part

AT_ONCE = 20
AGAIN, LONGEST = timedelta(seconds=15), timedelta(minutes=5)
"""Until a source is asked for again: while a file is still being read, or after a failure, which doubles it."""


class Told(NamedTuple):
    kind: Kind
    id: UUID
    version: int
    gone: bool = False


async def hear(session: AsyncSession, told: Sequence[Told], now: datetime) -> None:
    """An event that is older than what is held changes nothing; what is gone is not found any more at once."""
    newest: dict[tuple[Kind, UUID], Told] = {}
    for one in sorted(told, key=lambda one: one.version):
        newest[one.kind, one.id] = one
    for one in sorted(newest.values()):
        state = "gone" if one.gone else "waiting"
        row = {"kind": one.kind, "id": one.id, "version": one.version, "state": state, "told_at": now, "due_at": now}
        new = insert(IndexedSource).values(**row, tries=0)
        set_ = {"version": one.version, "state": state, "told_at": now, "due_at": now, "tries": 0, "trouble": ""}
        held = IndexedSource.version <= one.version
        written = new.on_conflict_do_update(index_elements=["kind", "id"], set_=set_, where=held)
        if await session.scalar(written.returning(IndexedSource.id)) and one.gone:
            await passages.remove(session, [one.id])


WAITING = select(IndexedSource).where(IndexedSource.state == text("'waiting'"))
"""In the words of its index."""
UNFINISHED = select(IndexRebuild).where(IndexRebuild.finished_at.is_(None))


async def fetch_some(session: AsyncSession, machine: Machine, now: datetime) -> int:
    """How many were asked for; stops at the first owner that is away, whose others wait with it. The newest first, so
    that what changes now does not wait behind all that a rebuild asks for."""
    due = WAITING.where(IndexedSource.due_at <= now).order_by(IndexedSource.due_at.desc()).limit(AT_ONCE)
    sources = (await session.scalars(due.with_for_update(skip_locked=True))).all()
    away: set[str] = set()
    for source in sources:
        owner = OWNERS[source.kind]  # type: ignore[index]
        if owner in away:
            _later(source, now, "OwnerAway")
            continue
        try:
            found = await machine.text(source.kind, source.id)  # type: ignore[arg-type]
        except OwnerAway as error:
            away.add(owner)
            _later(source, now, type(error).__name__)
        else:
            await _take(session, source, found, now)
    return len(sources)


async def rebuild(session: AsyncSession, kinds: Sequence[Kind], now: datetime) -> None:
    """Everything is asked for anew; what is found meanwhile stays found."""
    for kind in kinds:
        facts = {"asked_at": now, "after": "", "found": 0, "finished_at": None}
        new = insert(IndexRebuild).values(kind=kind, **facts)
        await session.execute(new.on_conflict_do_update(index_elements=["kind"], set_=facts))


async def walk(session: AsyncSession, machine: Machine, now: datetime) -> bool:
    """One page of one walk that is not at its end; whether there was one."""
    walked = await session.scalar(UNFINISHED.limit(1).with_for_update(skip_locked=True))
    if walked is None:
        return False
    found = await machine.ids(walked.kind, walked.after)  # type: ignore[arg-type]
    for source_id in found.ids:
        row = {"kind": walked.kind, "id": source_id, "state": "waiting", "told_at": now, "due_at": now}
        set_ = {"state": "waiting", "told_at": now, "due_at": now, "tries": 0}
        new = insert(IndexedSource).values(**row)
        await session.execute(new.on_conflict_do_update(index_elements=["kind", "id"], set_=set_))
    walked.found += len(found.ids)
    walked.after = str(found.next or "")
    if found.next is None:
        await _forget_untold(session, walked.kind, walked.asked_at)
        walked.finished_at = now
    return True


async def _forget_untold(session: AsyncSession, kind: str, since: datetime) -> None:
    """What the owner did not name is not there any more."""
    stale = (IndexedSource.kind == kind) & or_(IndexedSource.told_at < since, IndexedSource.state == "gone")
    ids = (await session.scalars(select(IndexedSource.id).where(stale))).all()
    await passages.remove(session, ids)
    await session.execute(delete(IndexedSource).where(stale))


async def _take(session: AsyncSession, source: IndexedSource, found: Text | None, now: datetime) -> None:
    if found is None:
        source.state, source.trouble = "gone", ""
        await passages.remove(session, [source.id])
        return
    parts = [Part(source.id, place, found.label, found.title, text) for place, text in enumerate(cut(found.texts))]
    await passages.put(session, source.kind, parts)
    await passages.remove(session, [source.id], behind=len(parts) - 1)
    source.label, source.page, source.read_at, source.trouble = found.label, found.path, now, ""
    if found.whole:
        source.state, source.tries = "read", 0
    else:
        _later(source, now, "")


def _later(source: IndexedSource, now: datetime, trouble: str) -> None:
    source.due_at = now + min(AGAIN * 2 ** min(source.tries, 10), LONGEST)
    source.tries, source.trouble = source.tries + 1, trouble
