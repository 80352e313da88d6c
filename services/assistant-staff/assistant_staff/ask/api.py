"""Questions and their answers, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from assistant_staff.action import service as action
from assistant_staff.action.queries import get_card
from assistant_staff.action.schemas import CardConfirm, CardRead
from assistant_staff.ask import queries, service
from assistant_staff.ask.answering import Showing
from assistant_staff.ask.asking import Asking
from assistant_staff.ask.schemas import Answer, Asked, ConversationRead, Rated, Reviewed, ReviewFilter
from assistant_staff.owner.client import Owners
from assistant_staff.passage.shelf import Shelf
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from kit.rate import Rate

router = APIRouter(prefix="/assistant-staff/api/v1", tags=["ask"])
User = Annotated[Caller, requires("assistant:use")]
Keeper = Annotated[Caller, requires("library:write")]


def shelf(request: Request) -> Shelf:
    found: Shelf = request.app.state.shelf
    return found


OnShelf = Annotated[Shelf, Depends(shelf)]


async def asking(
    request: Request, session: Session, on_shelf: OnShelf, owners: Owners, caller: User, now: Now
) -> Asking:
    return Asking(session, on_shelf, owners, caller, request.app.state.models, now)


async def bounded(request: Request, caller: User, now: Now) -> None:
    rate: Rate = request.app.state.rate
    await rate.charge(caller.subject, request.app.state.settings.questions_per_minute, now)


By = Annotated[Asking, Depends(asking)]
Bounded = Depends(bounded)


@router.post("/questions", status_code=201, dependencies=[Bounded])
async def ask(data: Asked, by: By) -> Answer:
    return await service.ask(by, data)


@router.put("/questions/{turn_id}/rating", status_code=204)
async def rate(turn_id: UUID, data: Rated, by: By) -> None:
    await service.rate(by, turn_id, data)


@router.get("/conversations")
async def list_conversations(session: Session, caller: User) -> list[ConversationRead]:
    """One's own, the last first."""
    return [ConversationRead.model_validate(one) for one in await queries.list_conversations(session, caller)]


@router.get("/conversations/{conversation_id}")
async def get_conversation(conversation_id: UUID, by: By) -> list[Answer]:
    """As far as what was quoted may still be opened."""
    conversation = await queries.get_conversation(by.session, by.caller, conversation_id)
    turns = await queries.turns_of(by.session, conversation)
    return await Showing(by.session, by.shelf, by.owners, by.caller).earlier(turns, by.today)


@router.delete("/conversations/{conversation_id}", status_code=204)
async def forget(conversation_id: UUID, session: Session, caller: User) -> None:
    await service.forget(session, caller, conversation_id)


@router.get("/cards/{card_id}")
async def read_card(card_id: UUID, session: Session, caller: User) -> CardRead:
    return CardRead.model_validate(await get_card(session, caller, card_id))


@router.post("/cards/{card_id}/confirm")
async def confirm(card_id: UUID, data: CardConfirm, by: By) -> CardRead:
    """Opens the task in governance with the caller's own token; a second time it tells of the first."""
    card = await action.confirm(by.session, by.owners, by.caller, card_id, data, by.now)
    return CardRead.model_validate(card)


@router.post("/cards/{card_id}/drop")
async def drop(card_id: UUID, session: Session, caller: User) -> CardRead:
    return CardRead.model_validate(await action.drop(session, caller, card_id))


@router.get("/reviews")
async def list_reviewed(wanted: Annotated[ReviewFilter, Query()], session: Session, _: Keeper) -> Page[Reviewed]:
    """What people rated, without who asked."""
    return Page[Reviewed].model_validate(await queries.list_reviewed(session, wanted))
