"""One ballot each: an open one by its voter, a secret one by a paper that was signed unseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, and_, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.vault import Vault
from meetings.meeting.errors import MeetingNotFound
from meetings.participant.queries import is_caller
from meetings.participant.tables import Participant
from meetings.vote.blind import Key, NotBlinded, is_signed
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


@dataclass(frozen=True, slots=True)
class Booth:
    """Where one member votes: an open vote, held, and who of its meeting the caller is."""

    vote: Vote
    participant_id: UUID


async def enter(session: AsyncSession, caller: Caller, meeting_id: UUID, vote_id: UUID, *, secret: bool) -> Booth:
    """MeetingNotFound for who has no part in the meeting. Two statements, as thousands come at the same moment."""
    await hold(session, vote_id, alone=False)
    mine = Participant.meeting_id == meeting_id, is_caller(caller)
    asked = and_(Vote.id == vote_id, Vote.meeting_id == Participant.meeting_id)
    query = select(Participant.id, Participant.role, Vote).outerjoin(Vote, asked).where(*mine).limit(1)
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise MeetingNotFound
    must_be_of("cast", found.role)
    return Booth(_castable(found.Vote, secret=secret), found.id)


async def cast(session: AsyncSession, booth: Booth, choices: Sequence[int]) -> None:
    """The same once more changes nothing: the first answer may have been lost."""
    _must_fit(booth.vote, choices)
    voter = Voter.vote_id == booth.vote.id, Voter.participant_id == booth.participant_id
    mine = select(Voter.vote_id, Voter.participant_id, literal(list(choices), ARRAY(BigInteger))).where(*voter)
    row = insert(Ballot).from_select(["vote_id", "participant_id", "choices"], mine)
    if await session.scalar(row.on_conflict_do_nothing().returning(Ballot.participant_id)) is None:
        kept = await session.get(Ballot, (booth.vote.id, booth.participant_id))
        if kept is None:
            raise NotInElectorate
        _must_be_the_same(kept.choices, choices)


async def give_paper(session: AsyncSession, booth: Booth, blinded: bytes, vault: Vault) -> bytes:
    """Signs one blinded token for each voter; the same one as often as asked."""
    vote = booth.vote
    free = or_(Voter.blinded.is_(None), Voter.blinded == blinded)
    mine = update(Voter).where(Voter.vote_id == vote.id, Voter.participant_id == booth.participant_id, free)
    taking = mine.values(blinded=blinded).returning(Voter.participant_id)
    if await session.scalar(taking.execution_options(synchronize_session=False)) is None:
        known = await session.get(Voter, (vote.id, booth.participant_id))
        raise PaperTaken if known else NotInElectorate
    try:
        return Key.loaded(vault.unlock(vote.locked_key or "", str(vote.id))).sign(blinded)
    except NotBlinded as error:
        raise PaperRefused from error


async def cast_secret(session: AsyncSession, vote_id: UUID, data: SecretCasting) -> str:
    """By whoever brings a paper; its digest. Who that is, is not known here."""
    await hold(session, vote_id, alone=False)
    vote = _castable(await session.get(Vote, vote_id), secret=True)
    _must_fit(vote, data.choices)
    token = bytes.fromhex(data.token)
    if not is_signed(vote.modulus or b"", token, bytes.fromhex(data.signature)):
        raise PaperRefused
    digest = sha256(token).hexdigest()
    row = insert(SecretBallot).values(vote_id=vote.id, token=digest, choices=data.choices)
    if await session.scalar(row.on_conflict_do_nothing().returning(SecretBallot.token)) is None:
        _must_be_the_same((await session.get_one(SecretBallot, (vote.id, digest))).choices, data.choices)
    return digest


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
