"""The keys of votes that are on: who signs papers needs them thousands of times in a few seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from sqlalchemy import Uuid, bindparam, select

from kit.db import Database
from kit.vault import Vault
from meetings.vote.blind import Key
from meetings.vote.tables import PURPOSE, Vote

KEPT_SECONDS = 60
"""A key that was unlocked is forgotten after that: the vote may be over."""
MOST = 100
MODULUS = select(Vote.modulus).where(Vote.id == bindparam("vote", type_=Uuid()))


class Papers:
    """Of one process. A public key never changes once there is one."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._private: dict[str, Key] = {}
        self._public: dict[UUID, bytes] = {}

    def lock(self, key: Key, vote_id: UUID) -> str:
        return self._vault.lock(key.kept(), str(vote_id))

    def unlock(self, locked: str, vote_id: UUID) -> Key:
        key = self._private.get(locked)
        if key is None:
            key = self._private[locked] = Key.loaded(self._vault.unlock(locked, str(vote_id)))
            asyncio.get_running_loop().call_later(KEPT_SECONDS, self._private.pop, locked, None)
        return key

    async def modulus(self, database: Database, vote_id: UUID) -> bytes:
        """Empty where there is none."""
        if vote_id not in self._public:
            found = await database.once(MODULUS, {"vote": vote_id})
            if found is None or found.modulus is None:
                return b""
            if len(self._public) >= MOST:
                self._public.clear()
            self._public[vote_id] = found.modulus
        return self._public[vote_id]


@asynccontextmanager
async def papers_are_ready(app: FastAPI) -> AsyncIterator[None]:
    app.state.papers = Papers(Vault.of(app.state.settings, PURPOSE))
    yield


async def papers_of(request: Request) -> Papers:
    papers: Papers = request.app.state.papers
    return papers


Signing = Annotated[Papers, Depends(papers_of)]
