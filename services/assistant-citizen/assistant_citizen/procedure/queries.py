import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, selectinload

from assistant_citizen.procedure.errors import ProcedureNotFound
from assistant_citizen.procedure.schemas import NoteFilter, ProcedureFilter
from assistant_citizen.procedure.tables import Procedure, ProcedureImportNote
from kit.auth import Caller
from kit.page import Column, Page, paged
from kit.text import fold, sort_key

KEEPER = "knowledge:write"
MOST_WORDS = 12
_WORD = re.compile(r"[\w./-]+")
HEAVY = (
    Procedure.given,
    Procedure.unread,
    Procedure.steps,
    Procedure.conditions,
    Procedure.description,
    Procedure.folded,
)
"""What lists do not show."""


async def list_procedures(session: AsyncSession, caller: Caller | None, wanted: ProcedureFilter) -> Page[Procedure]:
    query = _matching(caller, wanted).options(*(defer(column) for column in HEAVY))
    keys: dict[str, Column] = {"name": Procedure.sort_key, "code": Procedure.code, "updated_at": Procedure.updated_at}
    keys["field"] = func.concat(Procedure.field, " ", Procedure.sort_key)
    if wanted.q.strip():  # what is named so comes before what only mentions it
        keys = {"best": _nearness(wanted.q), **keys}
    return await paged(session, query, wanted, keys, Procedure.id)


async def get_procedure(session: AsyncSession, caller: Caller | None, code: str) -> Procedure:
    """With all its parts."""
    found = await session.scalar(_whole().where(Procedure.code == code))
    if found is None or (found.withdrawn and not keeps(caller)):
        raise ProcedureNotFound
    return found


async def get_id(session: AsyncSession, code: str) -> UUID:
    """Of one that is offered."""
    found = await session.scalar(select(Procedure.id).where(Procedure.code == code, ~Procedure.withdrawn))
    if found is None:
        raise ProcedureNotFound
    return found


async def fields(session: AsyncSession) -> list[str]:
    """Of procedures that are offered, in alphabetical order."""
    found = await session.scalars(select(Procedure.field).where(~Procedure.withdrawn).distinct().limit(1000))
    return sorted((one for one in found if one), key=sort_key)


async def levels(session: AsyncSession) -> list[str]:
    found = await session.scalars(select(Procedure.level).where(~Procedure.withdrawn).distinct().limit(200))
    return sorted((one for one in found if one), key=sort_key)


async def latest(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many are offered and when the last of all changed: who keeps an index of them knows by it that it is old."""
    query = select(func.count().filter(~Procedure.withdrawn), func.max(Procedure.updated_at))
    count, moment = (await session.execute(query)).one()
    return int(count), moment


async def list_notes(session: AsyncSession, import_id: UUID, wanted: NoteFilter) -> Page[ProcedureImportNote]:
    """As the file holds them."""
    query = select(ProcedureImportNote).where(ProcedureImportNote.import_id == import_id)
    return await paged(session, query, wanted, {"row": ProcedureImportNote.row}, ProcedureImportNote.id)


async def by_codes(session: AsyncSession, codes: Sequence[str]) -> dict[str, Procedure]:
    found = await session.scalars(_whole().where(Procedure.code.in_(codes)))
    return {one.code: one for one in found}


def keeps(caller: Caller | None) -> bool:
    return caller is not None and KEEPER in caller.scopes


def words(q: str) -> str:
    """A query of PostgreSQL: every word, the last of them perhaps not typed to its end."""
    found = [one.strip(".-/") for one in _WORD.findall(fold(q)) if one.strip(".-/")][:MOST_WORDS]
    return " & ".join([*(f"'{one}'" for one in found[:-1]), f"'{found[-1]}':*"]) if found else ""


def _whole() -> Select[Procedure]:
    parts = (Procedure.channels, Procedure.documents, Procedure.laws)
    return select(Procedure).options(*(selectinload(part) for part in parts))


def _matching(caller: Caller | None, wanted: ProcedureFilter) -> Select[Procedure]:
    shown_withdrawn = wanted.state == "withdrawn" and keeps(caller)
    query = select(Procedure).where(Procedure.withdrawn.is_(shown_withdrawn))
    if wanted.q.strip():
        query = query.where(
            func.to_tsvector("simple", Procedure.folded).op("@@")(func.to_tsquery("simple", words(wanted.q)))
        )
    if wanted.field:
        query = query.where(Procedure.field == wanted.field)
    if wanted.level:
        query = query.where(Procedure.level == wanted.level)
    match wanted.state:
        case "verified" | "unverified":
            query = query.where(Procedure.verified.is_(wanted.state == "verified"))
        case "unread":
            query = query.where(func.jsonb_array_length(Procedure.unread) > 0)
    return query


def _nearness(q: str) -> ColumnElement[str]:
    """By its code; named so; the words in its name; the rest: each in alphabetical order. A name begins `folded`."""
    wanted = fold(q)
    at = func.strpos(Procedure.folded, wanted)
    place = case(
        (func.lower(Procedure.code) == wanted, "0"),
        (at == 1, "1"),
        ((at > 0) & (at + len(wanted) - 1 <= func.char_length(Procedure.name)), "2"),
        else_="3",
    )
    return func.concat(place, " ", Procedure.sort_key)
