from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.office.tables import Office
from assistant_citizen.petition.code import digest_of, normalised
from assistant_citizen.petition.errors import PetitionCodeUnknown, PetitionNotFound, PhotoNotFound
from assistant_citizen.petition.schemas import PetitionFilter
from assistant_citizen.petition.tables import CLOSED, Petition, PetitionPhoto, PetitionStep
from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold

EVERY = "petitions:write"
"""Whoever answers citizens reads all; others what their agency has to do with."""
ENDED = ("completed", "cancelled")
SHOWN_TO_CITIZENS = ("filed", "assigned", "processing", "returned", *CLOSED, "corrected")
KEYS = {"filed_at": Petition.filed_at}
MOST_STEPS, MOST_AREAS = 200, 500


async def find_by_code(session: AsyncSession, typed: str, *, to_change: bool = False) -> Petition | None:
    code = normalised(typed)
    if code is None:
        return None
    wanted = select(Petition).where(Petition.code_digest == digest_of(code))
    found: Petition | None = await session.scalar(wanted.with_for_update() if to_change else wanted)
    return found


async def get_by_code(session: AsyncSession, typed: str, *, to_change: bool = False) -> Petition:
    found = await find_by_code(session, typed, to_change=to_change)
    if found is None:
        raise PetitionCodeUnknown
    return found


async def get_petition(
    session: AsyncSession, caller: Caller, petition_id: UUID, *, to_change: bool = False
) -> Petition:
    wanted = visible_to(caller, select(Petition).where(Petition.id == petition_id))
    found: Petition | None = await session.scalar(wanted.with_for_update() if to_change else wanted)
    if found is None:
        raise PetitionNotFound
    return found


async def list_petitions(session: AsyncSession, caller: Caller, wanted: PetitionFilter) -> Page[Petition]:
    """The latest first."""
    ordered = wanted if wanted.sort else wanted.model_copy(update={"sort": "-filed_at"})
    return await paged(session, visible_to(caller, _matching(wanted)), ordered, KEYS, Petition.id)


async def counts(session: AsyncSession, caller: Caller) -> Mapping[str, int]:
    query = visible_to(caller, select(Petition.state, func.count()).group_by(Petition.state))
    return {state: int(count) for state, count in await session.execute(query)}


async def list_photos(session: AsyncSession, petition_id: UUID) -> Sequence[PetitionPhoto]:
    wanted = select(PetitionPhoto).where(PetitionPhoto.petition_id == petition_id)
    return (await session.scalars(wanted.order_by(PetitionPhoto.place))).all()


async def get_photo(session: AsyncSession, petition_id: UUID, place: int) -> PetitionPhoto:
    wanted = select(PetitionPhoto).where(PetitionPhoto.petition_id == petition_id, PetitionPhoto.place == place)
    found = await session.scalar(wanted)
    if found is None:
        raise PhotoNotFound
    return found


async def list_steps(
    session: AsyncSession, petition_id: UUID, actions: Collection[str] | None = None
) -> Sequence[PetitionStep]:
    wanted = select(PetitionStep).where(PetitionStep.petition_id == petition_id)
    if actions is not None:
        wanted = wanted.where(PetitionStep.action.in_(actions))
    return (await session.scalars(wanted.order_by(PetitionStep.id).limit(MOST_STEPS))).all()


async def areas(session: AsyncSession) -> Sequence[tuple[str, str]]:
    """Communes and wards that have an office here: its code, and the name."""
    named = select(Office.code, Office.area).where(Office.level == "commune", Office.area != "")
    rows = await session.execute(named.order_by(Office.sort_key, Office.code).limit(MOST_AREAS))
    return [(code, area) for code, area in rows]


async def find_area(session: AsyncSession, code: str) -> str | None:
    named = select(Office.area).where(Office.code == code, Office.level == "commune", Office.area != "")
    found: str | None = await session.scalar(named)
    return found


def visible_to(caller: Caller, query: Any) -> Any:
    """Those the caller may read."""
    if EVERY in caller.scopes:
        return query
    return query.where(Petition.agencies.contains([caller.agency or ""]))


def _matching(wanted: PetitionFilter) -> Select[Petition]:
    query = select(Petition)
    if wanted.state == "open" or wanted.waiting:
        query = query.where(Petition.state.not_in(CLOSED))
    if wanted.waiting:
        query = query.where(Petition.task_state.in_(ENDED))
    if wanted.state not in {"", "open"}:
        query = query.where(Petition.state == wanted.state)
    if wanted.category:
        query = query.where(Petition.category == wanted.category)
    if wanted.area:
        query = query.where(Petition.area_code == wanted.area)
    for word in fold(wanted.q).split()[:12]:
        query = query.where(Petition.folded.contains(word, autoescape=True))
    return query
