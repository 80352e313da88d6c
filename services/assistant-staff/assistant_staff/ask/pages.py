"""The page where officials ask: it works without JavaScript, and with it adds answers under the others."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant_staff.action import service as action
from assistant_staff.action.queries import get_card
from assistant_staff.action.schemas import CardConfirm, CardRead
from assistant_staff.ask import queries, service
from assistant_staff.ask.answering import Showing
from assistant_staff.ask.api import Bounded, By, Keeper, User
from assistant_staff.ask.schemas import Answer, Asked, Rated, ReviewFilter
from assistant_staff.library.queries import law_choices
from kit.db import Session
from kit.web import Option, Submission, blank, csv_file, is_partial, redirect, render, submitted, translator

router = APIRouter(prefix="/assistant-staff", tags=["ask-page"], include_in_schema=False)
HOME = "/assistant-staff/"


@router.get("/")
async def show(request: Request, by: By, c: UUID | None = None) -> Response:
    if c is None:
        return await _page(request, by, blank(request, conversation_id=uuid4()), [])
    return await _page(request, by, blank(request, conversation_id=c), await _earlier(by, c))


@router.post("/ask", dependencies=[Bounded])
async def ask(request: Request, by: By) -> Response:
    form = await submitted(request, Asked)
    answer = await form.attempt(by.session, lambda data: service.ask(by, data))
    if answer is None and is_partial(request):
        return render(request, "ask/refused.html", status=form.status, form_data=form)
    if answer is None:
        return await _page(request, by, form, [])
    if is_partial(request):
        fields = blank(request, conversation_id=answer.conversation_id, as_of=form.values["as_of"])
        return render(request, "ask/answered.html", answer=answer, form_data=fields)
    return redirect(request, f"{HOME}?c={answer.conversation_id}#turn-{answer.id}")


@router.get("/history")
async def show_history(request: Request, session: Session, caller: User) -> Response:
    found = await queries.list_conversations(session, caller)
    days = request.app.state.settings.history_days
    return render(request, "ask/history.html", conversations=found, days=days)


@router.post("/history/{conversation_id:uuid}/forget")
async def forget(request: Request, conversation_id: UUID, session: Session, caller: User) -> Response:
    await service.forget(session, caller, conversation_id)
    return redirect(request, "/assistant-staff/history", "ask.forgotten")


@router.get("/questions/{turn_id:uuid}/rating")
async def show_rating(request: Request, turn_id: UUID, by: By) -> Response:
    turn = await queries.get_turn(by.session, by.caller, turn_id)
    laws = [(one.id, f"{one.name} {one.number}".strip()) for one in await law_choices(by.session)]
    return render(request, "ask/rating.html", turn=turn, laws=laws, form_data=blank(request))


@router.post("/questions/{turn_id:uuid}/rating")
async def rate(request: Request, turn_id: UUID, by: By) -> Response:
    form = await submitted(request, Rated)
    turn = await form.attempt(by.session, lambda data: service.rate(by, turn_id, data))
    if turn is None:
        return await show_rating(request, turn_id, by)
    return redirect(request, f"{HOME}?c={turn.conversation_id}#turn-{turn.id}", "ask.rated")


@router.post("/cards/{card_id:uuid}/confirm")
async def confirm(request: Request, card_id: UUID, by: By) -> Response:
    form = await submitted(request, CardConfirm)
    act = action.confirm
    card = await form.attempt(by.session, lambda data: act(by.session, by.owners, by.caller, card_id, data, by.now))
    if card is None:
        return await _card(request, by, card_id, form)
    return redirect(request, f"{HOME}?c={card.conversation_id}", "card.done")


@router.get("/cards/{card_id:uuid}")
async def show_card(request: Request, card_id: UUID, by: By) -> Response:
    card = CardRead.model_validate(await get_card(by.session, by.caller, card_id))
    return await _card(request, by, card_id, blank(request, card))


@router.post("/cards/{card_id:uuid}/drop")
async def drop(request: Request, card_id: UUID, by: By) -> Response:
    card = await action.drop(by.session, by.caller, card_id)
    return redirect(request, f"{HOME}?c={card.conversation_id}", "card.dropped")


@router.get("/parties")
async def offer_parties(
    by: By, q: Annotated[str, Query(max_length=100)] = "", limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> list[Option]:
    """Whom work can be given to, as governance tells this person."""
    found = await by.owners.parties(q)
    return [Option(value=one.value, label=one.label, note=one.note) for one in found[:limit]]


@router.get("/reviews")
async def show_reviews(
    request: Request, wanted: Annotated[ReviewFilter, Query()], session: Session, _: Keeper
) -> Response:
    page = await queries.list_reviewed(session, wanted)
    return render(request, "ask/reviews.html", block="rows", page=page)


@router.get("/reviews.csv")
async def export_lessons(request: Request, session: Session, _: Keeper) -> Response:
    """What the next training learns from: questions, and the articles people named."""
    t = translator(request).t
    rows = [list(one) for one in await queries.lessons(session)]
    return csv_file("lessons.csv", [t("ask.question"), t("library.name"), t("ask.article")], rows)


async def _earlier(by: By, conversation_id: UUID) -> list[Answer]:
    conversation = await queries.get_conversation(by.session, by.caller, conversation_id)
    turns = await queries.turns_of(by.session, conversation)
    return await Showing(by.session, by.shelf, by.owners, by.caller).earlier(turns, by.today)


async def _page(request: Request, by: By, form: Submission[Any], answers: list[Answer]) -> Response:
    recent = await queries.list_conversations(by.session, by.caller)
    facts: dict[str, Any] = {"answers": answers, "recent": recent[:8], "form_data": form}
    return render(request, "ask/show.html", status=form.status, **facts)


async def _card(request: Request, by: By, card_id: UUID, form: Submission[Any]) -> Response:
    card = CardRead.model_validate(await get_card(by.session, by.caller, card_id))
    return render(request, "ask/card.html", status=form.status, card=card, form_data=form)
