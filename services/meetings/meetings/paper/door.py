"""Who stands at a page of papers: somebody who signed in, or a guest whom a cookie of ours proves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller, public
from kit.clock import Now
from kit.errors import Denied, Unauthenticated
from meetings.guest.queries import find_guest
from meetings.meeting.seat import Seat, find_seat
from meetings.paper import opening
from meetings.paper.copy import Copy, copy_of
from meetings.paper.errors import OriginalKept
from meetings.paper.queries import get_paper, version_of
from meetings.paper.rights import Reader, reader_of
from meetings.paper.schemas import Kind
from meetings.paper.tables import Paper

READ, WRITE = "meetings:read", "meetings:write"


@dataclass(frozen=True)
class Asked:
    """A copy is made after the connection to the database is given back: it takes its time."""

    request: Request
    caller: Caller | None
    now: datetime

    async def reader(self, session: AsyncSession, meeting_id: UUID) -> Reader:
        return reader_of(await self._seat(session, meeting_id), self.caller)

    async def writer(self, session: AsyncSession, meeting_id: UUID) -> Reader:
        if self.caller is not None and WRITE not in self.caller.scopes:
            raise Denied("scope-missing", scopes=WRITE)
        return await self.reader(session, meeting_id)

    @asynccontextmanager
    async def paper(self, meeting_id: UUID, paper_id: UUID) -> AsyncIterator[tuple[AsyncSession, Reader, Paper]]:
        async with self.request.app.state.database.session() as session:
            reader = await self.reader(session, meeting_id)
            yield session, reader, await get_paper(session, reader.seat, paper_id, self.now)

    async def copy(self, meeting_id: UUID, paper_id: UUID, number: int | None, kind: Kind) -> Copy:
        """Of its present version; of an older one for who prepares. That it was opened is written down."""
        async with self.paper(meeting_id, paper_id) as (session, reader, paper):
            older = number is not None and reader.seat.prepares
            version = version_of(paper, number) if older and number is not None else paper.current
            copy = copy_of(version, reader, self.now)
            if kind == "saved" and copy.is_office and not reader.seat.prepares:
                raise OriginalKept
            await opening.record(session, paper, version.number, reader, kind, self.now)
            return copy

    async def _seat(self, session: AsyncSession, meeting_id: UUID) -> Seat:
        if self.caller is not None:
            if READ not in self.caller.scopes:
                raise Denied("scope-missing", scopes=READ)
            return await find_seat(session, self.caller, meeting_id)
        found = await find_guest(session, self.request.app.state.settings, self.request.cookies, meeting_id, self.now)
        if found is None:
            raise Unauthenticated
        return found[0]


async def asked(request: Request, caller: Annotated[Caller | None, public()], now: Now) -> Asked:
    return Asked(request, caller, now)


Visitor = Annotated[Asked, Depends(asked)]
