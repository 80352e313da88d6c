"""Votes of the demo's meetings: put to who is inside, cast, and sealed as real ones are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from typing import Any

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from kit.vault import Vault
from meetings.meeting.seat import Seat
from meetings.participant.tables import Participant
from meetings.vote.blind import TOKEN_BYTES
from meetings.vote.keys import Papers
from meetings.vote.schemas import USUAL, VoteCreate
from meetings.vote.service import close, open_vote, prepare
from meetings.vote.tables import PURPOSE, Ballot, SecretBallot, Vote

Entry = Mapping[str, Any]


async def prepare_votes(session: AsyncSession, seat: Seat, entry: Entry) -> list[tuple[Vote, Sequence[int]]]:
    """Each with what people chose, if they were asked."""
    made = []
    for one in entry.get("votes", ()):
        options = one.get("options", list(USUAL))
        data = VoteCreate(question=one["question"], options=options, secret=one.get("secret", False))
        made.append((await prepare(session, seat, data), one.get("ballots", ())))
    return made


async def hold_votes(
    session: AsyncSession, seat: Seat, people: Sequence[Participant], entry: Entry, at: datetime
) -> None:
    """While everybody is inside. The key of a secret vote is thrown away with the vote, so any vault does."""
    papers = Papers(Vault(SecretStr(token_urlsafe()), PURPOSE))
    for vote, choices in await prepare_votes(session, seat, entry):
        await open_vote(session, seat, vote, vote.version, papers, at)
        session.add_all(_ballots(vote, people, choices))
        await session.flush()
        await close(session, seat, vote, vote.version, at)


def _ballots(vote: Vote, people: Sequence[Participant], choices: Sequence[int]) -> list[Ballot | SecretBallot]:
    if vote.secret:
        tokens = [sha256(token_bytes(TOKEN_BYTES)).hexdigest() for _ in choices]
        return [
            SecretBallot(vote_id=vote.id, token=token, choices=[choice])
            for token, choice in zip(tokens, choices, strict=True)
        ]
    return [
        Ballot(vote_id=vote.id, participant_id=person.id, choices=[choice])
        for person, choice in zip(people, choices, strict=False)
    ]
