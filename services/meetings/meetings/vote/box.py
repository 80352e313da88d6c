"""What voters do, thousands at the same moment: tried in one statement; what that one does not do is done, or refused
with its reason, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from kit.auth import Caller
from kit.db import Database
from meetings.participant.queries import named
from meetings.vote import at_once, casting
from meetings.vote.blind import is_blinded, is_signed
from meetings.vote.keys import Papers
from meetings.vote.schemas import SecretCasting


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes, to which vote."""

    caller: Caller
    meeting_id: UUID
    vote_id: UUID

    def values(self) -> dict[str, Any]:
        return {"vote": self.vote_id, "meeting": self.meeting_id, **named(self.caller)}


async def cast(database: Database, coming: Coming, choices: Sequence[int]) -> None:
    if await database.once(at_once.CAST, {**coming.values(), **at_once.chosen(choices)}) is None:
        async with database.session() as session:
            booth = await casting.enter(session, coming.caller, coming.meeting_id, coming.vote_id, secret=False)
            await casting.cast(session, booth, choices)


async def give_paper(database: Database, coming: Coming, blinded: bytes, papers: Papers) -> bytes:
    """The key is asked for each time, and so it is none once the vote is over."""
    locked = None
    if is_blinded(await papers.modulus(database, coming.vote_id), blinded):
        found = await database.once(at_once.GIVE_PAPER, {**coming.values(), "blinded": blinded})
        locked = found and found.locked_key
    if locked is None:
        async with database.session() as session:
            booth = await casting.enter(session, coming.caller, coming.meeting_id, coming.vote_id, secret=True)
            locked = await casting.give_paper(session, booth, blinded)
    return papers.unlock(locked, coming.vote_id).sign(blinded)


async def cast_secret(database: Database, vote_id: UUID, data: SecretCasting, papers: Papers) -> str:
    """By whoever brings a paper; its digest. Who that is, is not known here."""
    modulus, token = await papers.modulus(database, vote_id), bytes.fromhex(data.token)
    digest, added = sha256(token).hexdigest(), None
    if modulus and is_signed(modulus, token, bytes.fromhex(data.signature)):
        ballot = {"vote": vote_id, "modulus": modulus, "token": digest, **at_once.chosen(data.choices)}
        added = await database.once(at_once.CAST_SECRET, ballot)
    if added is None:
        async with database.session() as session:
            await casting.cast_secret(session, vote_id, data, digest)
    return digest
