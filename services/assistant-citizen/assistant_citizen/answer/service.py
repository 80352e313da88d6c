"""An answer about one procedure: only what its record says, every sentence with the place it stands; where the record
is silent that is said, and whom to ask.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, selectinload

from assistant_citizen.answer.parts import ASPECT_PARTS, Asked, contact
from assistant_citizen.answer.sentence import Answer, Sentence
from assistant_citizen.office.queries import offices_for
from assistant_citizen.procedure.errors import ProcedureNotFound
from assistant_citizen.procedure.tables import Procedure
from kit.web import Translator

PARTS_OF = {
    "documents": (Procedure.documents,),
    "form": (Procedure.documents,),
    "fee": (Procedure.channels,),
    "time": (Procedure.channels,),
    "where": (Procedure.channels,),
    "law": (Procedure.laws,),
    "overview": (Procedure.channels, Procedure.documents),
}
PAGE = "/assistant-citizen/procedures/"
OFFICES = "/assistant-citizen/offices/"


async def answer(
    session: AsyncSession, procedure_id: UUID, aspect: str, slots: Mapping[str, str], *, reader: Translator
) -> Answer:
    """`slots`: `channel` (a way to hand in) and `place` (a commune) narrow it down; others are ignored."""
    aspect = aspect if aspect in ASPECT_PARTS else "overview"
    one = await _load(session, procedure_id, aspect)
    label = f"{one.name} — {reader.t(f'answer.aspect.{aspect}')}"
    told = list(ASPECT_PARTS[aspect](Asked(one, reader, slots)))
    sentences = [Sentence(text, f"{PAGE}{one.code}#{anchor}", label) for text, anchor in told]
    if not told:
        text = reader.t("answer.unknown", aspect=reader.t(f"answer.aspect.{aspect}"))
        sentences = [Sentence(text, f"{PAGE}{one.code}", one.name)]
    if aspect == "where" or not told:
        offices = await offices_for(session, one.field, one.level, slots.get("place", ""))
        sentences += [Sentence(contact(office, reader), f"{OFFICES}{office.code}", office.name) for office in offices]
    return Answer(one.id, one.code, one.name, aspect, one.verified, bool(told), sentences)


async def _load(session: AsyncSession, procedure_id: UUID, aspect: str) -> Procedure:
    """Only the parts that are told."""
    parts = [selectinload(part) for part in PARTS_OF.get(aspect, ())]
    light = [defer(column) for column in (Procedure.given, Procedure.unread, Procedure.folded)]
    query = select(Procedure).where(Procedure.id == procedure_id, ~Procedure.withdrawn).options(*parts, *light)
    found = await session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise ProcedureNotFound
    return found
