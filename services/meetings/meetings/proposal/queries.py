from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml import Features
from kit.ml.example import digest_of
from kit.ml.tables import ModelCorrection
from meetings.agency.tables import Agency
from meetings.participant.queries import list_participants
from meetings.proposal.person import Directory, Known

MODEL = "note-sentence"


def identity(meeting_id: UUID, features: Features) -> Features:
    """The same words in another meeting are another sentence."""
    return {**features, "meeting": str(meeting_id)}


async def known_to(session: AsyncSession, meeting_id: UUID, day: date) -> list[Known]:
    """The meeting's people and the agencies of its day."""
    people = [
        Known("person", str(one.id), one.name, one.title, f"{one.agency}//{one.person_id}" if one.person_id else "")
        for one in await list_participants(session, meeting_id)
    ]
    lasting = select(Agency).where(Agency.valid_from <= day, (Agency.valid_to.is_(None)) | (Agency.valid_to > day))
    agencies = [
        Known("agency", one.code, one.name, charge=one.code)
        for one in await session.scalars(lasting.order_by(Agency.sort_key, Agency.member_id))
    ]
    return people + agencies


async def directory(session: AsyncSession, meeting_id: UUID, day: date) -> Directory:
    return Directory(await known_to(session, meeting_id, day))


async def answered(session: AsyncSession, meeting_id: UUID, told: Iterable[Features]) -> set[str]:
    """Digests of the sentences of this meeting of which somebody has said what they are."""
    digests = [digest_of(identity(meeting_id, one)) for one in told]
    query = select(ModelCorrection.digest).where(ModelCorrection.name == MODEL, ModelCorrection.digest.in_(digests))
    return set(await session.scalars(query))
