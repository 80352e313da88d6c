"""One ballot each: an open one by its voter, a secret one by a paper that was signed unseen. Step by step, with the
reason for each refusal; `box` tries it in one statement before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from meetings.meeting.errors import MeetingNotFound
from meetings.participant.queries import CALLER, named
from meetings.participant.tables import Participant
from meetings.vote.blind import is_blinded, is_signed
from meetings.vote.errors import (
    AlreadyVoted,
    ChoicesWrong,
    NotInElectorate,
    OtherKindOfVote,
    PaperRefused,
    PaperTaken,
    VoteNotFound,
)
from meetings.vote.queries import hold
from meetings.vote.schemas import SecretCasting
from meetings.vote.step import must_be_in, must_be_of
from meetings.vote.tables import Ballot, SecretBallot, Vote, Voter

VOTE = bindparam("vote", type_=Uuid())
PLACE = (
    select(Participant.id, Participant.role, Vote)
    .outerjoin(Vote, and_(Vote.id == VOTE, Vote.meeting_id == Participant.meeting_id))
    .where(Participant.meeting_id == bindparam("meeting"), CALLER)
    .order_by(Participant.id)
    .limit(1)
)
CAST = text(
    "INSERT INTO ballot (vote_id, participant_id, choices) SELECT vote_id, participant_id, CAST(:chosen AS bigint[])"
    " FROM voter WHERE vote_id = :vote AND participant_id = :voter ON CONFLICT DO NOTHING RETURNING participant_id"
)
TAKE_PAPER = text(
    "UPDATE voter SET blinded = :blinded WHERE vote_id = :vote AND participant_id = :voter"
    " AND (blinded IS NULL OR blinded = :blinded) RETURNING participant_id"
)
CAST_SECRET = text(
    "INSERT INTO secret_ballot (vote_id, token, choices) VALUES (:vote, :token, :chosen)"
    " ON CONFLICT DO NOTHING RETURNING token"
)


@dataclass(frozen=True, slots=True)
class Booth:
    """Where one member votes: an open vote, held, and who of its meeting the caller is."""

    vote: Vote
    participant_id: UUID


async def enter(session: AsyncSession, caller: Caller, meeting_id: UUID, vote_id: UUID, *, secret: bool) -> Booth:
    """MeetingNotFound for who has no part in the meeting."""
    await hold(session, vote_id, alone=False)
    found = (await session.execute(PLACE, {"meeting": meeting_id, "vote": vote_id, **named(caller)})).one_or_none()
    if found is None:
        raise MeetingNotFound
    must_be_of("cast", found.role)
    return Booth(_castable(found.Vote, secret=secret), found.id)


async def cast(session: AsyncSession, booth: Booth, choices: Sequence[int]) -> None:
    """The same once more changes nothing: the first answer may have been lost."""
    _must_fit(booth.vote, choices)
    ballot = {"vote": booth.vote.id, "voter": booth.participant_id, "chosen": list(choices)}
    if await session.scalar(CAST, ballot) is None:
        kept = await session.get(Ballot, (booth.vote.id, booth.participant_id))
        if kept is None:
            raise NotInElectorate
        _must_be_the_same(kept.choices, choices)


async def give_paper(session: AsyncSession, booth: Booth, blinded: bytes) -> str:
    """The locked key for each voter's one blinded token; for the same one as often as asked."""
    vote = booth.vote
    taking = {"vote": vote.id, "voter": booth.participant_id, "blinded": blinded}
    if await session.scalar(TAKE_PAPER, taking) is None:
        known = await session.get(Voter, (vote.id, booth.participant_id))
        raise PaperTaken if known else NotInElectorate
    if not is_blinded(vote.modulus or b"", blinded):
        raise PaperRefused
    return vote.locked_key or ""


async def cast_secret(session: AsyncSession, vote_id: UUID, data: SecretCasting, digest: str) -> None:
    """`digest`: of the paper's token."""
    await hold(session, vote_id, alone=False)
    vote = _castable(await session.get(Vote, vote_id), secret=True)
    _must_fit(vote, data.choices)
    if not is_signed(vote.modulus or b"", bytes.fromhex(data.token), bytes.fromhex(data.signature)):
        raise PaperRefused
    if await session.scalar(CAST_SECRET, {"vote": vote.id, "token": digest, "chosen": data.choices}) is None:
        _must_be_the_same((await session.get_one(SecretBallot, (vote.id, digest))).choices, data.choices)


def _castable(vote: Vote | None, *, secret: bool) -> Vote:
    if vote is None or vote.state == "prepared":
        raise VoteNotFound
    if vote.secret != secret:
        raise OtherKindOfVote
    must_be_in("cast", vote.state)
    return vote


def _must_fit(vote: Vote, choices: Sequence[int]) -> None:
    if not vote.least <= len(choices) <= vote.most or any(place >= len(vote.options) for place in choices):
        raise ChoicesWrong(least=vote.least, most=vote.most)


def _must_be_the_same(kept: Sequence[int], choices: Sequence[int]) -> None:
    if list(kept) != list(choices):
        raise AlreadyVoted
