"""A card is drafted from words, put right by its author, and becomes a task when the author says so. Governance decides
whether the author may: it is asked with the author's own token, under the card's id, so that a second click opens
nothing more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.action.errors import CardDropped
from assistant_staff.action.queries import get_card
from assistant_staff.action.record import seal
from assistant_staff.action.schemas import CardConfirm
from assistant_staff.action.tables import ActionCard
from assistant_staff.action.understanding import Wish, begins_with, spoken, titled
from assistant_staff.owner.client import Reader
from assistant_staff.owner.errors import OwnerRefused
from assistant_staff.owner.schemas import Opened, Party
from kit.auth import Caller
from kit.editing import expect
from kit.errors import Invalid

LEAST_WORDS = 2


async def draft(
    session: AsyncSession,
    owners: Reader,
    caller: Caller,
    conversation_id: UUID,
    wish: Wish,
    now: datetime,
    story: str = "",
) -> ActionCard:
    """`story`: correlation id of what it came from. OwnerAway while the directory does not answer. Whom it could not
    find the author chooses."""
    rest = spoken(wish.rest)
    party, words = await _party(owners, rest)
    card = ActionCard(
        account=caller.subject,
        conversation_id=conversation_id,
        title=titled(rest, words) or rest[:500],
        lead=party.value if party else "",
        lead_name=party.label if party else "",
        due_on=wish.due_on,
        made_at=now,
        correlation_id=story,
    )
    session.add(card)
    await session.flush()
    return card


async def confirm(
    session: AsyncSession, owners: Reader, caller: Caller, card_id: UUID, data: CardConfirm, now: datetime
) -> ActionCard:
    card = await get_card(session, caller, card_id, lock=True)
    if card.state == "done":
        return card
    if card.state == "dropped":
        raise CardDropped
    expect(card, data.version)
    card.title, card.description, card.lead, card.due_on = data.title, data.description, data.lead, data.due_on
    opened = await _open(owners, card)
    card.state, card.done_at, card.task_id = "done", now, opened.id
    card.task_path = f"/governance/tasks/{opened.id}"
    await session.flush()
    await seal(session, caller, card, now)
    return card


async def drop(session: AsyncSession, caller: Caller, card_id: UUID) -> ActionCard:
    card = await get_card(session, caller, card_id, lock=True)
    if card.state == "draft":
        card.state = "dropped"
        await session.flush()
    return card


async def _open(owners: Reader, card: ActionCard) -> Opened:
    due = {"due_on": card.due_on.isoformat()} if card.due_on else {}
    try:
        return await owners.open_task(
            {"title": card.title, "description": card.description, "lead": card.lead, "key": str(card.id), **due},
            card.correlation_id,
        )
    except OwnerRefused as error:
        raise Invalid(errors=[{"field": "title", "message": error.params["reason"]}]) from error


async def _party(owners: Reader, rest: str) -> tuple[Party | None, int]:
    """The longest name of the directory that the words begin with."""
    words = rest.split()
    for length in (3, LEAST_WORDS):
        offered = await owners.parties(" ".join(words[:length]).strip(",;:."))
        fitting = [(begins_with(rest, one.label), one) for one in offered]
        best = max(fitting, key=lambda pair: pair[0], default=(0, None))
        if best[0]:
            return best[1], best[0]
    return None, 0
