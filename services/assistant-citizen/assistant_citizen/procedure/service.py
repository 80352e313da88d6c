"""Procedures are written by people who keep the knowledge, or taken over from the national database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from assistant_citizen.procedure.errors import ProcedureCodeTaken
from assistant_citizen.procedure.queries import get_procedure
from assistant_citizen.procedure.record import SOURCE, Read
from assistant_citizen.procedure.schemas import (
    ChannelWrite,
    DocumentWrite,
    LawWrite,
    ProcedureUpdate,
    ProcedureVerify,
    ProcedureWrite,
)
from assistant_citizen.procedure.tables import (
    Procedure,
    ProcedureChannel,
    ProcedureDocument,
    ProcedureImport,
    ProcedureLaw,
)
from assistant_citizen.procedure.values import read_fees, read_time
from kit.auth import Caller
from kit.editing import edit, expect, unless_taken
from kit.text import fold, sort_key

PARTS = ("channels", "documents", "laws")
WRITES: dict[str, type[BaseModel]] = {"channels": ChannelWrite, "documents": DocumentWrite, "laws": LawWrite}


async def add(session: AsyncSession, data: ProcedureWrite, now: datetime) -> Procedure:
    """Verified by nobody yet."""
    procedure = Procedure(**data.model_dump(exclude=set(PARTS)), verified=False, given=None, unread=[], updated_at=now)
    _write_parts(procedure, data)
    _index(procedure)
    async with unless_taken(session, ProcedureCodeTaken()):
        session.add(procedure)
    return procedure


async def change(session: AsyncSession, caller: Caller, code: str, data: ProcedureUpdate, now: datetime) -> Procedure:
    """What was verified before is so no longer. The record it came from stays as it was given."""
    procedure = await get_procedure(session, caller, code)
    expect(procedure, data.version, data.model_dump(exclude={"version", *PARTS}))
    parts_differ = any(_told(getattr(procedure, name), WRITES[name]) != _told(getattr(data, name)) for name in PARTS)
    changed = edit(procedure, data, leave=PARTS)
    if changed or parts_differ:
        if parts_differ:
            _write_parts(procedure, data)
        if parts_differ or changed != ["withdrawn"]:
            _doubt(procedure)
        procedure.updated_at = now
        flag_modified(procedure, "updated_at")  # so that its version tells of changed parts too
        _index(procedure)
        async with unless_taken(session, ProcedureCodeTaken()):
            await session.flush()
    return procedure


async def verify(session: AsyncSession, caller: Caller, code: str, data: ProcedureVerify, now: datetime) -> Procedure:
    """Somebody compared it with what is in force, or doubts it again."""
    procedure = await get_procedure(session, caller, code)
    expect(procedure, data.version)
    if procedure.verified != data.verified:
        procedure.verified, procedure.updated_at = data.verified, now
        procedure.verified_by = (caller.name or caller.username) if data.verified else None
        procedure.verified_at = now if data.verified else None
        await session.flush()
    return procedure


def taken_over(known: Procedure | None, read: Read, given: dict[str, Any], now: datetime) -> tuple[Procedure, str]:
    """The procedure to keep, and whether it is "created", "changed" or "unchanged": what people changed since the same
    record came is left alone.
    """
    if known is not None and known.given == given:
        return known, "unchanged"
    procedure = known or Procedure(code=read.code, source=SOURCE, verified=False, withdrawn=False)
    for name, value in read.facts.items():
        setattr(procedure, name, value)
    procedure.source, procedure.given, procedure.updated_at = SOURCE, given, now
    procedure.unread = [{"cell": one.cell, "value": one.value[:500], "reason": one.reason} for one in read.notes]
    procedure.channels = [ProcedureChannel(place=place, **row) for place, row in enumerate(read.channels)]
    procedure.documents = [ProcedureDocument(place=place, **row) for place, row in enumerate(read.documents)]
    procedure.laws = [ProcedureLaw(place=place, **row) for place, row in enumerate(read.laws)]
    _doubt(procedure)
    _index(procedure)
    return procedure, "changed" if known else "created"


def channel_of(place: int, row: Mapping[str, Any]) -> ProcedureChannel:
    """With the values that its words mean."""
    time = read_time(row["time_limit"])
    fees = [one.as_dict() for one in read_fees(row["fee"])]
    values = {"time_value": time.value if time else None, "time_unit": time.unit if time else None, "fees": fees}
    return ProcedureChannel(place=place, **row, **values)


def _write_parts(procedure: Procedure, data: ProcedureWrite) -> None:
    procedure.channels = [channel_of(place, one.model_dump()) for place, one in enumerate(data.channels)]
    procedure.documents = [ProcedureDocument(place=n, **one.model_dump()) for n, one in enumerate(data.documents)]
    procedure.laws = [ProcedureLaw(place=place, **one.model_dump()) for place, one in enumerate(data.laws)]


def _told(rows: Any, schema: type[BaseModel] | None = None) -> list[dict[str, Any]]:
    """Rows of a table or of a form, to compare."""
    read = [schema.model_validate(row, strict=False) for row in rows] if schema else rows
    return [one.model_dump() for one in read]


def _doubt(procedure: Procedure) -> None:
    procedure.verified, procedure.verified_by, procedure.verified_at = False, None, None


def _index(procedure: Procedure) -> None:
    found = (procedure.name, procedure.code, procedure.keywords, procedure.field)
    procedure.folded = fold(" ".join(found))
    procedure.sort_key = sort_key(procedure.name)


def new_import() -> ProcedureImport:
    return ProcedureImport(created=0, changed=0, unchanged=0, skipped=0, notes_total=0)
