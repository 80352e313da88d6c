"""One browser of one participant, from its coming to its going."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from meetings.guest.queries import find_pass
from meetings.hub.hub import Client, Hub, Letter
from meetings.live import protocol as said
from meetings.live import queries, service
from meetings.live.acts import ACTS, Moment
from meetings.live.tables import Presence
from meetings.live.video import Video
from meetings.meeting.entry import Entry, entry_of
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.participant.tables import CONDUCTING, Participant

Place = Entry | Literal["replaced"]
PRESENT: tuple[Place, ...] = ("inside", "lobby")


class Visit:
    """`participant` was proved before; which rights it has is looked up with every act. `link`: serial of a guest's."""

    def __init__(self, app: FastAPI, participant: Participant, link: int = 0) -> None:
        self._database: Database = app.state.database
        self._hub: Hub = app.state.hub
        self._video: Video = app.state.video
        self._clock: Callable[[], datetime] = app.state.clock
        self._latest: datetime = self._clock()
        self._meeting_id, self._participant_id, self._link = participant.meeting_id, participant.id, link
        self.client = Client(uuid4(), participant.id, participant.role in CONDUCTING)

    async def arrive(self) -> None:
        """Listens first and looks then, so that nothing is missed between."""
        await self._hub.enter(self._meeting_id, self.client)
        async with self._database.session() as session:
            seat = await self._held_seat(session)
            letters = await self._place(session, seat, await self._entry(session, seat))
        await self._hub.send(letters)

    async def reconsider(self) -> None:
        """Something about the meeting or the person is another: in, out, or over."""
        async with self._database.session() as session:
            seat, stay = await self._held_seat(session), await session.get(Presence, self.client.connection)
            letters = await self._anew(session, seat, stay)
        await self._hub.send(letters)

    async def hear(self, message: said.Said) -> None:
        """Raises a Problem when it is not for this person to say."""
        if isinstance(message, said.Beat) or not self.client.inside:
            return
        if isinstance(message, said.Signal):
            letters = [self._signal(message)]
        else:
            async with self._database.session() as session:
                letters = await self._act(session, message)
        await self._hub.send(letters)

    async def leave(self) -> None:
        await self._hub.leave(self._meeting_id, self.client)
        async with self._database.session() as session:
            stay = await session.get(Presence, self.client.connection)
            seat = await self._seat(session)
            letters = await service.go(session, seat.present, stay, self._now()) if stay else []
        await self._hub.send(letters)

    async def _act(self, session: AsyncSession, message: said.Said) -> list[Letter]:
        seat = await self._seat(session, alone=isinstance(message, said.CONDUCTING))
        stay = await session.get_one(Presence, self.client.connection)
        if stay.left_at is not None or await self._entry(session, seat) != "inside":
            self.client.reconsider.set()  # nobody told this connection so far
            return []
        return await ACTS[type(message)](Moment(session, seat, stay, self._now()), message)

    async def _anew(self, session: AsyncSession, seat: Seat, stay: Presence | None) -> list[Letter]:
        """A stay that others have ended was taken over by a newer connection, or its process was believed dead."""
        place: Place = await self._entry(session, seat)
        if stay is None or stay.left_at is not None:
            taken_over = place in PRESENT and await queries.connections_of(session, self._participant_id)
            return await self._place(session, seat, "replaced" if taken_over else place)
        if place in PRESENT and (place == "inside", seat.conducts) == (self.client.inside, self.client.conducts):
            self._mark(seat)
            return [] if self.client.inside else [self._told(_lobby(seat.meeting))]
        letters = await service.go(session, seat.present, stay, self._now())
        return letters + await self._place(session, seat, place)

    async def _place(self, session: AsyncSession, seat: Seat, place: Place) -> list[Letter]:
        """Where the person is now, told to them and to the others."""
        if place not in PRESENT:
            self.client.inside = False
            self.client.tell_last({"type": "over", "reason": place, "starts_at": seat.meeting.starts_at})
            return []
        self.client.connection, self.client.inside = uuid4(), place == "inside"
        self.client.conducts = seat.conducts
        self._mark(seat)
        news = await service.come(
            session, seat.present, self.client.connection, inside=self.client.inside, now=self._now()
        )
        told = await self._inside(session, seat) if self.client.inside else _lobby(seat.meeting)
        return [self._told(told), *news]

    async def _inside(self, session: AsyncSession, seat: Seat) -> dict[str, Any]:
        meeting, present = seat.meeting, await queries.list_present(session, seat.meeting.id, inside=True)
        stay = await session.get_one(Presence, self.client.connection)
        waiting = await queries.list_present(session, meeting.id, inside=False) if seat.conducts else []
        refused = await queries.list_refused(session, meeting.id) if seat.conducts else []
        return {
            "type": "inside",
            "connection": self.client.connection,
            "participant": self._participant_id,
            "conducts": seat.conducts,
            "state": meeting.state,
            "opened_at": meeting.opened_at,
            "people": [queries.person_line(*one) for one in present],
            "waiting": [queries.waiting_line(*one) for one in waiting],
            "refused": [queries.refused_line(one) for one in refused],
            "chat": await queries.list_chat(session, meeting.id),
            "video": self._video.offer(seat, stay),
        }

    async def _entry(self, session: AsyncSession, seat: Seat) -> Entry:
        """A guest's right ends with the link it came by."""
        if seat.present.role == "guest":
            link = await find_pass(session, self._participant_id)
            if link is None or link.serial != self._link:
                return "refused"
        return entry_of(seat.meeting, seat.present, self._now())

    def _signal(self, message: said.Signal) -> Letter:
        told = message.model_dump(exclude={"to"}, exclude_none=True) | {"from": self.client.connection}
        return Letter(self._meeting_id, told, connection=message.to)

    def _told(self, told: dict[str, Any]) -> Letter:
        return Letter(self._meeting_id, told, connection=self.client.connection)

    def _mark(self, seat: Seat) -> None:
        self.client.mark = (seat.meeting.version, seat.present.version, self._link)

    def _now(self) -> datetime:
        """Never earlier than before: a clock that is set back shuts nobody out who is there already."""
        self._latest = max(self._latest, self._clock())
        return self._latest

    async def _seat(self, session: AsyncSession, *, alone: bool = False) -> Seat:
        """`alone`: nobody else changes the meeting meanwhile."""
        lock: Any = {"key_share": True} if alone else None
        meeting = await session.get_one(Meeting, self._meeting_id, with_for_update=lock)
        return Seat(meeting, await session.get_one(Participant, self._participant_id))

    async def _held_seat(self, session: AsyncSession) -> Seat:
        """Nobody else places this person meanwhile. First the meeting, as everybody does who takes both."""
        meeting = await session.get_one(Meeting, self._meeting_id, with_for_update={"read": True, "key_share": True})
        held: Any = {"key_share": True}
        return Seat(meeting, await session.get_one(Participant, self._participant_id, with_for_update=held))


def _lobby(meeting: Meeting) -> dict[str, Any]:
    """Before the opening everybody waits; afterwards those whom who conducts has to let in."""
    return {"type": "lobby", "state": meeting.state, "title": meeting.title, "starts_at": meeting.starts_at}
