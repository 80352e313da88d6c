from collections import Counter
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.page import MOST, Column, Page, paged
from kit.text import fold
from meetings.meeting.seat import Seat
from meetings.participant.tables import ANSWERS, ROLES, Participant
from meetings.roster.schemas import RosterFilter, RosterLine

__all__ = ["MOST", "count_answers", "line_of", "list_roster"]
RANK = case(*((Participant.role == role, str(place)) for place, role in enumerate(ROLES)), else_="9")
KEYS: dict[str, Column] = {
    "role": RANK + Participant.sort_key,
    "name": Participant.sort_key,
    "answer": Participant.answer,
}


async def list_roster(session: AsyncSession, seat: Seat, wanted: RosterFilter) -> Page[RosterLine]:
    """Those still invited."""
    query = select(Participant).where(Participant.meeting_id == seat.meeting.id, Participant.removed_at.is_(None))
    if wanted.answer:
        query = query.where(Participant.answer == wanted.answer)
    if wanted.role:
        query = query.where(Participant.role == wanted.role)
    for word in fold(wanted.q).split()[:10]:
        query = query.where(Participant.folded.contains(word, autoescape=True))
    page = await paged(session, query, wanted, KEYS, Participant.id)
    names = await _names(session, [one.substitute_of for one in page.items if one.substitute_of])
    return Page(items=[line_of(seat, one, names) for one in page.items], next=page.next)


async def whole_roster(session: AsyncSession, seat: Seat, wanted: RosterFilter) -> list[RosterLine]:
    """All that `wanted` finds: a meeting has some hundred people at most."""
    found: list[RosterLine] = []
    page = wanted.model_copy(update={"after": "", "limit": MOST})
    while True:
        rows = await list_roster(session, seat, page)
        found += rows.items
        if not rows.next:
            return found
        page = page.model_copy(update={"after": rows.next})


def line_of(seat: Seat, participant: Participant, names: dict[UUID, str]) -> RosterLine:
    mine = seat.participant is not None and seat.participant.id == participant.id
    replaces = names.get(participant.substitute_of, "") if participant.substitute_of else ""
    return RosterLine.of(participant, replaces=replaces, noted=seat.prepares or mine)


async def count_answers(session: AsyncSession, meeting_id: UUID) -> dict[str, int]:
    """How many of those invited gave each answer."""
    of = Participant.meeting_id == meeting_id, Participant.removed_at.is_(None)
    rows = await session.execute(select(Participant.answer, func.count()).where(*of).group_by(Participant.answer))
    found = Counter({answer: count for answer, count in rows})  # noqa: C416 - rows are no pairs to mypy
    return {answer: found[answer] for answer in ANSWERS}


async def _names(session: AsyncSession, ids: list[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(Participant.id, Participant.name).where(Participant.id.in_(ids)))
    return {identity: name for identity, name in rows}  # noqa: C416
