"""Votes of a meeting, for its room and for programs."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from kit.auth import Caller, public
from kit.clock import Now
from kit.db import Session, Whole
from meetings.meeting.api import Reader, Writer
from meetings.meeting.seat import Seat, find_seat
from meetings.vote import box, queries, service
from meetings.vote.box import Coming
from meetings.vote.errors import BallotNamed
from meetings.vote.keys import Signing
from meetings.vote.schemas import (
    BallotRead,
    Cancelling,
    Casting,
    CastRead,
    PaperAsked,
    PaperGiven,
    SecretCasting,
    Step,
    VoteCreate,
    VoteRead,
    VoteSeen,
    VoteUpdate,
)
from meetings.vote.step import must_be_in
from meetings.vote.tables import Vote
from meetings.vote.telling import Hall

router = APIRouter(prefix="/meetings/api/v1/meetings/{meeting_id}/votes", tags=["vote"])
nobodys = APIRouter(prefix="/meetings/api/v1/ballots", tags=["secret-ballot"])
"""For whoever brings a signed paper; who they are is not asked, and not known."""


@dataclass(frozen=True, slots=True)
class Found:
    """A vote, and the seat of who asks for it."""

    seat: Seat
    vote: Vote


async def found(meeting_id: UUID, vote_id: UUID, session: Session, caller: Reader) -> Found:
    seat = await find_seat(session, caller, meeting_id)
    return Found(seat, await queries.get_vote(session, seat, vote_id))


Asked = Annotated[Found, Depends(found)]


# first, as thousands come at the same moment and routes are tried in turn
@router.post("/{vote_id}/ballot", status_code=204)
async def cast(meeting_id: UUID, vote_id: UUID, data: Casting, database: Whole, caller: Reader) -> None:
    await box.cast(database, Coming(caller, meeting_id, vote_id), data.choices)


@router.post("/{vote_id}/paper")
async def give_paper(
    meeting_id: UUID, vote_id: UUID, data: PaperAsked, database: Whole, caller: Reader, papers: Signing
) -> PaperGiven:
    coming = Coming(caller, meeting_id, vote_id)
    return PaperGiven(signature=(await box.give_paper(database, coming, bytes.fromhex(data.blinded), papers)).hex())


@router.get("")
async def list_votes(meeting_id: UUID, session: Session, caller: Reader) -> list[VoteSeen]:
    return await queries.list_votes(session, await find_seat(session, caller, meeting_id))


@router.post("", status_code=201)
async def prepare(meeting_id: UUID, data: VoteCreate, session: Session, caller: Writer, hall: Hall) -> VoteRead:
    seat = await find_seat(session, caller, meeting_id)
    return hall.hear(await service.prepare(session, seat, data))


@router.get("/{vote_id}")
async def read(asked: Asked, session: Session) -> VoteSeen:
    return await queries.seen(session, asked.seat, asked.vote)


@router.put("/{vote_id}")
async def change(asked: Asked, data: VoteUpdate, session: Session, _caller: Writer, hall: Hall) -> VoteRead:
    return hall.hear(await service.change(session, asked.seat, asked.vote, data))


@router.post("/{vote_id}/open")
async def open_vote(asked: Asked, data: Step, session: Session, now: Now, papers: Signing, hall: Hall) -> VoteRead:
    return hall.hear(await service.open_vote(session, asked.seat, asked.vote, data.version, papers, now))


@router.post("/{vote_id}/close")
async def close(asked: Asked, data: Step, session: Session, now: Now, hall: Hall) -> VoteRead:
    return hall.hear(await service.close(session, asked.seat, asked.vote, data.version, now))


@router.post("/{vote_id}/cancel")
async def cancel(asked: Asked, data: Cancelling, session: Session, now: Now, hall: Hall) -> VoteRead:
    return hall.hear(await service.cancel(session, asked.seat, asked.vote, data.version, data.reason, now))


@router.get("/{vote_id}/ballots")
async def list_ballots(asked: Asked, session: Session) -> list[BallotRead]:
    """Once it is closed: so everybody can count again, and find their own."""
    must_be_in("count", asked.vote.state)
    return await queries.list_ballots(session, asked.vote)


@nobodys.post("/{vote_id}", status_code=201)
async def cast_secret(
    vote_id: UUID,
    data: SecretCasting,
    database: Whole,
    caller: Annotated[Caller | None, public()],
    papers: Signing,
) -> CastRead:
    if caller is not None:
        raise BallotNamed
    return CastRead(digest=await box.cast_secret(database, vote_id, data, papers))
