"""A petition is filed, answered, and what the answer was worth is said."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.petition import queries
from assistant_citizen.petition.code import code_for, digest_of
from assistant_citizen.petition.errors import AreaUnknown, NoContact, PetitionClosed, PetitionKeyUsed, PetitionNotClosed
from assistant_citizen.petition.photo import MOST_BYTES, Drawn
from assistant_citizen.petition.schemas import AnswerWrite, Contact, PetitionCreate, RatingWrite
from assistant_citizen.petition.tables import CLOSED, VAULT, Petition, PetitionPhoto, PetitionStep
from kit.auth import Caller
from kit.contracts import assistant_citizen as contracts
from kit.editing import expect
from kit.events import new_id
from kit.files import Files, arriving
from kit.files.sweeping import put
from kit.outbox import emit
from kit.settings import Settings
from kit.text import fold
from kit.vault import Vault

DESK = "/assistant-citizen/petition-desk"
WRITTEN = ("category", "place", "latitude", "longitude", "text", "language")


@dataclass(frozen=True, slots=True)
class Keeping:
    """What words and photos are kept with."""

    settings: Settings
    files: Files

    @classmethod
    def of(cls, app: FastAPI) -> Self:
        return cls(app.state.settings, app.state.files)


async def file(
    session: AsyncSession, keeping: Keeping, data: PetitionCreate, photos: Sequence[Drawn], now: datetime
) -> tuple[Petition, str]:
    """With its code. The same form sent again, or twice at once, is the same petition."""
    vault, code = Vault.of(keeping.settings, VAULT), code_for(keeping.settings, str(data.key))
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"petition {data.key}", 0))))
    if known := await session.scalar(select(Petition).where(Petition.key == data.key)):
        if known.code_digest != digest_of(code) or not vault.recognises(_content(data), known.content_digest):
            raise PetitionKeyUsed
        return known, code
    petition = await _new(session, data, vault, now)
    petition.content_digest, petition.code_digest = vault.fingerprint(_content(data)), digest_of(code)
    session.add(petition)
    await session.flush()
    await _keep_photos(session, keeping.files, petition, photos)
    note(session, petition, "filed", now)
    filed = contracts.PetitionFiled(
        **facts_of(petition), photos=len(photos), has_position=petition.latitude is not None
    )
    await emit(session, filed, version=petition.version, correlation_id=petition.correlation_id)
    return petition, code


async def close(session: AsyncSession, caller: Caller, petition_id: UUID, data: AnswerWrite, now: datetime) -> Petition:
    """The answer is published to whoever has the code. An answer may be corrected, its outcome not be changed."""
    petition = await queries.get_petition(session, caller, petition_id, to_change=True)
    expect(petition, data.version)
    corrected = petition.state in CLOSED
    if corrected and petition.state != data.outcome:
        raise PetitionClosed(state=petition.state)
    petition.state, petition.answer, petition.answered_by = data.outcome, data.text, caller.name
    petition.redirected_to = data.to if data.outcome == "redirected" else ""
    petition.closed_at = petition.closed_at or now
    note(session, petition, "corrected" if corrected else data.outcome, now, caller)
    await session.flush()
    if not corrected:
        closed = contracts.PetitionClosed(**facts_of(petition), outcome=data.outcome, closed_at=now)
        await emit(session, closed, version=petition.version, correlation_id=petition.correlation_id)
    return petition


async def rate(session: AsyncSession, typed: str, data: RatingWrite, now: datetime) -> Petition:
    """The last word counts; the event goes out once for each."""
    petition = await queries.get_by_code(session, typed, to_change=True)
    if petition.state not in CLOSED:
        raise PetitionNotClosed
    if petition.rating != data.rating:
        petition.rating, petition.rated_at = data.rating, now
        note(session, petition, "rated", now)
        rated = contracts.PetitionRated(
            petition_id=petition.id,
            rating=data.rating,
            category=petition.category,
            outcome=petition.state,
            rated_at=now,
        )
        await session.flush()
        await emit(session, rated, version=petition.version, correlation_id=petition.correlation_id)
    return petition


async def contact_of(session: AsyncSession, app: FastAPI, caller: Caller, petition_id: UUID, now: datetime) -> Contact:
    """Who looked is written down beside it."""
    petition = await queries.get_petition(session, caller, petition_id)
    if petition.contact_locked is None:
        raise NoContact
    note(session, petition, "contact_seen", now, caller)
    plain = Vault.of(app.state.settings, VAULT).unlock(petition.contact_locked, str(petition.id))
    return Contact.model_validate_json(plain)


def note(session: AsyncSession, petition: Petition, action: str, now: datetime, caller: Caller | None = None) -> None:
    name, account = (caller.name, caller.subject) if caller else ("", "")
    session.add(PetitionStep(petition_id=petition.id, at=now, action=action, by_name=name, account=account))


def facts_of(petition: Petition) -> dict[str, object]:
    same = {name: getattr(petition, name) for name in ("category", "area_code", "area", "filed_at")}
    return {"petition_id": petition.id, "path": f"{DESK}/{petition.id}", **same}


async def _new(session: AsyncSession, data: PetitionCreate, vault: Vault, now: datetime) -> Petition:
    area = await queries.find_area(session, data.area) if data.area else ""
    if area is None:
        raise AreaUnknown
    petition_id, contact = new_id(), Contact(name=data.name, phone=data.phone)
    locked = vault.lock(contact.model_dump_json().encode(), str(petition_id)) if data.name or data.phone else None
    return Petition(
        id=petition_id, key=data.key, area_code=data.area, area=area, contact_locked=locked, filed_at=now,
        folded=fold(f"{data.text} {data.place} {area}"), correlation_id=str(petition_id), state="received",
        task_path="", task_state="", task_version=0, lead_agency="", agencies=[], answer="", redirected_to="",
        answered_by="", **data.model_dump(include=set(WRITTEN)),
    )  # fmt: skip


async def _keep_photos(session: AsyncSession, files: Files, petition: Petition, photos: Sequence[Drawn]) -> None:
    for place, one in enumerate(photos, 1):
        async with arriving(_whole(one.content), most=MOST_BYTES) as arrived:
            kept = await put(session, files, arrived)
        facts = {"digest": kept.digest, "size": kept.size, "width": one.width, "height": one.height}
        session.add(PetitionPhoto(petition_id=petition.id, place=place, **facts))


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _content(data: PetitionCreate) -> str:
    return data.model_dump_json(exclude={"key"})
