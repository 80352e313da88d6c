"""What came out, and the end of everything that could still be told from the order of things."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.vote.queries import count_voters
from meetings.vote.tables import Ballot, SecretBallot, Vote, Voter

SHUFFLE = text("""
    WITH taken AS (DELETE FROM secret_ballot WHERE vote_id = :vote RETURNING token, choices)
    SELECT token, choices FROM taken ORDER BY token
""")


async def count(session: AsyncSession, vote: Vote) -> None:
    """The caller holds the vote alone. The result stands in the vote afterwards, and the caller closes it."""
    kind: Any = SecretBallot if vote.secret else Ballot
    name = kind.token if vote.secret else kind.participant_id
    rows = (await session.execute(select(name, kind.choices).where(kind.vote_id == vote.id))).all()
    lines = sorted(f"{name}:{','.join(map(str, choices))}" for name, choices in rows)
    vote.electorate = await count_voters(session, vote)
    vote.counts, vote.cast = _counts([choices for _, choices in rows], len(vote.options)), len(rows)
    vote.digest = sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


async def forget_order(session: AsyncSession, vote: Vote) -> None:
    """Ballots of a secret vote are written anew in one go, in the order of their tokens, and who took a paper is
    forgotten: rows no longer tell which came before which."""
    if not vote.secret:
        return
    vote.locked_key = None
    await session.execute(update(Voter).where(Voter.vote_id == vote.id).values(blinded=None))
    rows = (await session.execute(SHUFFLE, {"vote": vote.id})).all()
    session.add_all(SecretBallot(vote_id=vote.id, token=token, choices=choices) for token, choices in rows)
    await session.flush()


def _counts(ballots: Sequence[Sequence[int]], options: int) -> list[int]:
    found = Counter(choice for choices in ballots for choice in choices)
    return [found[place] for place in range(options)]
