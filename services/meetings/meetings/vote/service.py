"""What who conducts does with a vote: prepare, open, close, cancel. Each end of it is a record of the chain."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from kit.chain import Entry, append, new_id
from kit.editing import edit, expect
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.vote.blind import Key
from meetings.vote.counting import count, forget_order
from meetings.vote.errors import MeetingNotRunning, NobodyInside, VoteNotFound
from meetings.vote.keys import Papers
from meetings.vote.queries import hold, list_inside
from meetings.vote.schemas import VoteCreate, VoteUpdate
from meetings.vote.step import RULES, Action, must_be_in, must_be_of
from meetings.vote.tables import Vote, Voter


async def prepare(session: AsyncSession, seat: Seat, data: VoteCreate) -> Vote:
    _must_conduct("prepare", seat)
    _must_be_an_item(seat.meeting, data.item_id)
    vote = Vote(meeting_id=seat.meeting.id, **data.model_dump())
    session.add(vote)
    await session.flush()
    return vote


async def change(session: AsyncSession, seat: Seat, vote: Vote, data: VoteUpdate) -> Vote:
    _must_conduct("edit", seat)
    _must_be_an_item(seat.meeting, data.item_id)
    must_be_in("edit", vote.state)
    edit(vote, data)
    await session.flush()
    return vote


async def open_vote(session: AsyncSession, seat: Seat, vote: Vote, version: int, papers: Papers, now: datetime) -> Vote:
    """Whoever of the members is inside now may vote, nobody else."""
    await _take("open", session, seat, vote, version)
    if seat.meeting.state != "running":
        raise MeetingNotRunning
    electorate = await list_inside(session, seat.meeting)
    if not electorate:
        raise NobodyInside
    session.add_all(Voter(vote_id=vote.id, participant_id=one.id) for one in electorate)
    if vote.secret:
        key = await asyncio.to_thread(Key.new)
        vote.modulus, vote.locked_key = key.modulus, papers.lock(key, vote.id)
    vote.opened_at = now
    facts = {"electorate": len(electorate), "key": (vote.modulus or b"").hex()}
    await _record(session, seat, vote, now, "open", facts)
    return vote


async def close(session: AsyncSession, seat: Seat, vote: Vote, version: int, now: datetime) -> Vote:
    """No ballot is on its way any more: who casts one holds the vote, and this waits for them."""
    await _take("close", session, seat, vote, version)
    await forget_order(session, vote)
    await count(session, vote)
    vote.closed_at = now
    facts = {"counts": vote.counts, "cast": vote.cast, "electorate": vote.electorate, "digest": vote.digest}
    await _record(session, seat, vote, now, "close", facts)
    return vote


async def cancel(session: AsyncSession, seat: Seat, vote: Vote, version: int, reason: str, now: datetime) -> Vote:
    """Without a result, whatever was cast."""
    await _take("cancel", session, seat, vote, version)
    await forget_order(session, vote)
    vote.cancelled_reason, vote.closed_at = reason, now
    await _record(session, seat, vote, now, "cancel", {})
    return vote


def _must_conduct(action: Action, seat: Seat) -> None:
    must_be_of(action, seat.participant.role if seat.participant and not seat.put_out else None)


def _must_be_an_item(meeting: Meeting, item_id: UUID | None) -> None:
    if item_id is not None and item_id not in {item.id for item in meeting.agenda}:
        raise VoteNotFound("vote-item-not-found")


async def _take(action: Action, session: AsyncSession, seat: Seat, vote: Vote, version: int) -> None:
    """The vote, alone and as it is now: of two who conduct the second is told that it is another."""
    _must_conduct(action, seat)
    await hold(session, vote.id, alone=True)
    await session.refresh(vote)
    expect(vote, version)
    must_be_in(action, vote.state)


async def _record(
    session: AsyncSession, seat: Seat, vote: Vote, now: datetime, action: Action, facts: dict[str, Any]
) -> None:
    vote.state = RULES[action].to
    what = {"question": vote.question, "options": vote.options, "secret": vote.secret, **facts}
    entry = Entry(
        id=new_id(),
        at=now,
        kind=f"vote-{vote.state}",
        actor=str(seat.present.id),
        object=f"vote {vote.id}",
        outcome="done",
        body=orjson.dumps({"meeting": str(vote.meeting_id), **what}),
    )
    await append(session, entry)
    vote.record_id = entry.id
    await session.flush()
