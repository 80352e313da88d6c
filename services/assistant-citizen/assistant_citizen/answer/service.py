"""An answer about one procedure: only what its record says, every sentence with the place it stands; where the record
is silent that is said, and whom to ask.
"""

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, joinedload, selectinload

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
LONG = (
    Procedure.given, Procedure.unread, Procedure.folded, Procedure.steps, Procedure.conditions, Procedure.description,
)  # fmt: skip
TEXT_OF = {"steps": Procedure.steps, "conditions": Procedure.conditions, "overview": Procedure.description}
"""The long text that is told."""
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
    found = (await session.scalars(_query(aspect), {"id": procedure_id})).unique().one_or_none()
    if found is None:
        raise ProcedureNotFound
    return found


@cache
def _query(aspect: str) -> Select[Procedure]:
    """The first part comes in the same statement, beside few columns."""
    first, *others = PARTS_OF.get(aspect) or (None,)
    parts = [*([joinedload(first)] if first else []), *(selectinload(part) for part in others)]
    light = [defer(column) for column in LONG if column is not TEXT_OF.get(aspect)]
    query = select(Procedure).where(Procedure.id == bindparam("id"), ~Procedure.withdrawn).options(*parts, *light)
    return query.execution_options(populate_existing=True)
