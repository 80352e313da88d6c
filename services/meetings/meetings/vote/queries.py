from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.live.tables import Presence
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant
from meetings.vote.errors import VoteNotFound
from meetings.vote.schemas import BallotRead, VoteSeen
from meetings.vote.tables import Ballot, SecretBallot, Vote, Voter

MOST = 200
"""Votes of one meeting that are shown."""
SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:vote, 0))")
ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:vote, 0))")


async def get_vote(session: AsyncSession, seat: Seat, vote_id: UUID) -> Vote:
    """Of this meeting; what is only prepared, who conducts knows alone."""
    vote = await session.get(Vote, vote_id)
    hidden = vote is None or vote.meeting_id != seat.meeting.id or (vote.state == "prepared" and not seat.prepares)
    if vote is None or hidden:
        raise VoteNotFound
    return vote


async def list_votes(session: AsyncSession, seat: Seat) -> list[VoteSeen]:
    """In the order in which they were prepared."""
    query = select(Vote).where(Vote.meeting_id == seat.meeting.id).order_by(Vote.id).limit(MOST)
    if not seat.prepares:
        query = query.where(Vote.state != "prepared")
    return [await seen(session, seat, vote) for vote in await session.scalars(query)]


async def seen(session: AsyncSession, seat: Seat, vote: Vote) -> VoteSeen:
    told = VoteSeen.model_validate(vote)
    if vote.state == "open":
        voter = await session.get(Voter, (vote.id, seat.participant.id)) if seat.participant else None
        told.may_vote = voter is not None
        told.voted = voter is not None and await _has_voted(session, vote, voter)
        told.progress = await count_cast(session, vote) if seat.conducts else None
    return told


async def _has_voted(session: AsyncSession, vote: Vote, voter: Voter) -> bool:
    if vote.secret:
        return voter.blinded is not None
    return await session.get(Ballot, (vote.id, voter.participant_id)) is not None


async def count_cast(session: AsyncSession, vote: Vote) -> int:
    table = SecretBallot if vote.secret else Ballot
    return await session.scalar(select(func.count()).select_from(table).where(table.vote_id == vote.id)) or 0


async def count_voters(session: AsyncSession, vote: Vote) -> int:
    return await session.scalar(select(func.count()).select_from(Voter).where(Voter.vote_id == vote.id)) or 0


async def list_inside(session: AsyncSession, meeting: Meeting) -> Sequence[Participant]:
    """Members there at this moment: no guests, nobody whose place another takes."""
    inside = select(Presence.participant_id).where(
        Presence.meeting_id == meeting.id, Presence.left_at.is_(None), Presence.inside
    )
    taken = select(Participant.substitute_of).where(
        Participant.meeting_id == meeting.id, Participant.removed_at.is_(None), Participant.substitute_of.is_not(None)
    )
    query = select(Participant).where(
        Participant.meeting_id == meeting.id,
        Participant.removed_at.is_(None),
        Participant.role != "guest",
        Participant.id.in_(inside),
        Participant.id.not_in(taken),
    )
    return (await session.scalars(query)).all()


async def list_ballots(session: AsyncSession, vote: Vote) -> list[BallotRead]:
    """As they were counted. Of a secret vote in the order of their tokens, without what was chosen."""
    if vote.secret:
        tokens = select(SecretBallot.token).where(SecretBallot.vote_id == vote.id).order_by(SecretBallot.token)
        return [BallotRead(voter=token, choices=None) for token in await session.scalars(tokens)]
    query = select(Participant.name, Ballot.choices).join(Participant, Participant.id == Ballot.participant_id)
    rows = await session.execute(query.where(Ballot.vote_id == vote.id).order_by(Participant.sort_key, Participant.id))
    return [BallotRead(voter=name, choices=list(choices)) for name, choices in rows]


async def hold(session: AsyncSession, vote_id: UUID, *, alone: bool) -> None:
    """Until the transaction ends: ballots hold a vote together, who ends it alone. So none is taken and not counted."""
    await session.execute(ALONE if alone else SHARED, {"vote": str(vote_id)})
