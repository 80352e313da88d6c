from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session, Whole
from kit.web import Submission, blank, csv_file, redirect, render, submitted, translator
from meetings.meeting.api import Reader
from meetings.meeting.seat import Seat, find_seat
from meetings.vote import box, queries, service
from meetings.vote.api import Asked
from meetings.vote.box import Coming
from meetings.vote.keys import Signing
from meetings.vote.schemas import USUAL, Cancelling, Casting, VoteCreate, VoteRead, VoteSeen, VoteUpdate
from meetings.vote.step import must_be_in
from meetings.vote.tables import Vote
from meetings.vote.telling import Hall

router = APIRouter(prefix="/meetings/meetings/{meeting_id:uuid}/votes", tags=["vote-page"], include_in_schema=False)
COLUMNS = ("question", "kind", "state", "option", "count", "cast", "electorate", "digest")
Version = Annotated[int, Form()]


@router.get("")
async def show(request: Request, meeting_id: UUID, session: Session, caller: Reader) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    votes = await queries.list_votes(session, seat)
    items = {item.id: item.title for item in seat.meeting.agenda}
    return render(request, "vote/list.html", meeting=seat.meeting, seat=seat, votes=votes, items=items)


@router.get(".csv")
async def export(request: Request, meeting_id: UUID, session: Session, caller: Reader) -> Response:
    votes = await queries.list_votes(session, await find_seat(session, caller, meeting_id))
    reader = translator(request)
    header = [reader.t(f"vote.{name}") for name in COLUMNS]
    return csv_file("bieu-quyet.csv", header, [row for vote in votes for row in _rows(vote, reader.t)])


@router.get("/new")
async def show_new(request: Request, meeting_id: UUID, session: Session, caller: Reader) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_conduct()
    return _form(request, blank(request, options="\n".join(USUAL), least=1, most=1), seat)


@router.post("")
async def prepare(request: Request, meeting_id: UUID, session: Session, caller: Reader, hall: Hall) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    seat.must_conduct()
    form = await submitted(request, VoteCreate)
    vote = await form.attempt(session, lambda data: service.prepare(session, seat, data))
    return _prepared(request, form, seat, hall, vote)


@router.get("/{vote_id:uuid}/edit")
async def show_edit(request: Request, asked: Asked) -> Response:
    asked.seat.must_conduct()
    shown, options = VoteRead.model_validate(asked.vote), "\n".join(asked.vote.options)
    return _form(request, blank(request, shown, options=options), asked.seat, asked.vote)


@router.post("/{vote_id:uuid}")
async def change(request: Request, asked: Asked, session: Session, hall: Hall) -> Response:
    asked.seat.must_conduct()
    form = await submitted(request, VoteUpdate)
    changed = await form.attempt(session, lambda data: service.change(session, asked.seat, asked.vote, data))
    return _prepared(request, form, asked.seat, hall, changed, asked.vote)


@router.post("/{vote_id:uuid}/open")
async def open_vote(
    request: Request, asked: Asked, version: Version, session: Session, now: Now, papers: Signing, hall: Hall
) -> Response:
    hall.hear(await service.open_vote(session, asked.seat, asked.vote, version, papers, now))
    return _back(request, asked.seat, "vote.opened")


@router.post("/{vote_id:uuid}/close")
async def close(request: Request, asked: Asked, version: Version, session: Session, now: Now, hall: Hall) -> Response:
    hall.hear(await service.close(session, asked.seat, asked.vote, version, now))
    return _back(request, asked.seat, "vote.closed")


@router.post("/{vote_id:uuid}/cancel")
async def cancel(
    request: Request, asked: Asked, data: Annotated[Cancelling, Form()], session: Session, now: Now, hall: Hall
) -> Response:
    hall.hear(await service.cancel(session, asked.seat, asked.vote, data.version, data.reason, now))
    return _back(request, asked.seat, "vote.cancelled")


@router.post("/{vote_id:uuid}/ballot")
async def cast(request: Request, meeting_id: UUID, vote_id: UUID, database: Whole, caller: Reader) -> Response:
    form = await submitted(request, Casting)
    await box.cast(database, Coming(caller, meeting_id, vote_id), (form.data or Casting()).choices)
    return redirect(request, _home(meeting_id), "vote.thanks")


@router.get("/{vote_id:uuid}/ballots.csv")
async def export_ballots(request: Request, asked: Asked, session: Session) -> Response:
    vote = asked.vote
    must_be_in("count", vote.state)
    reader, ballots = translator(request), await queries.list_ballots(session, vote)
    header = [reader.t("vote.token" if vote.secret else "vote.voter"), reader.t("vote.option")]
    rows = [(one.voter, "; ".join(vote.options[place] for place in one.choices or ())) for one in ballots]
    return csv_file("phieu-bieu-quyet.csv", header, rows)


def _rows(vote: VoteSeen, t: Any) -> list[tuple[Any, ...]]:
    kind = t("vote.secret" if vote.secret else "vote.open")
    counts: list[int] | list[str] = vote.counts or [""] * len(vote.options)
    facts = (vote.cast, vote.electorate, vote.digest)
    return [
        (vote.question, kind, t(f"vote.state_{vote.state}"), option, count, *facts)
        for option, count in zip(vote.options, counts, strict=True)
    ]


def _prepared(
    request: Request, form: Submission[Any], seat: Seat, hall: Hall, made: Vote | None, vote: Vote | None = None
) -> Response:
    if made is None:
        return _form(request, form, seat, vote)
    hall.hear(made)
    return _back(request, seat, "vote.saved")


def _back(request: Request, seat: Seat, said: str) -> Response:
    return redirect(request, _home(seat.meeting.id), said)


def _home(meeting_id: UUID) -> str:
    return f"/meetings/meetings/{meeting_id}/votes"


def _form(request: Request, form: Submission[Any], seat: Seat, vote: Vote | None = None) -> Response:
    return render(
        request, "vote/form.html", status=form.status, form_data=form, meeting=seat.meeting, vote=vote,
        items=[(str(item.id), item.title) for item in seat.meeting.agenda],
    )  # fmt: skip
