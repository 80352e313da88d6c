"""One browser of one participant, from its coming to its going."""

from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from meetings.guest.queries import find_pass
from meetings.live import protocol as said
from meetings.live import queries, service
from meetings.live.acts import ACTS, Moment
from meetings.live.hub import Client, Hub, Letter
from meetings.live.tables import Presence
from meetings.live.video import Video
from meetings.meeting.entry import Entry, entry_of
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.participant.tables import CONDUCTING, Participant

PRESENT: tuple[Entry, ...] = ("inside", "lobby")


class Visit:
    """`participant` was proved before; which rights it has is looked up with every act. `link`: serial of a guest's."""

    def __init__(self, app: FastAPI, participant: Participant, link: int = 0) -> None:
        self._database: Database = app.state.database
        self._hub: Hub = app.state.hub
        self._video: Video = app.state.video
        self._clock = app.state.clock
        self._meeting_id, self._participant_id, self._link = participant.meeting_id, participant.id, link
        self.client = Client(uuid4(), participant.id, participant.role in CONDUCTING)

    async def arrive(self) -> None:
        """Listens first and looks then, so that nothing is missed between."""
        await self._hub.enter(self._meeting_id, self.client)
        async with self._database.session() as session:
            seat = await self._seat(session)
            letters = await self._place(session, seat, await self._entry(session, seat))
        await self._hub.send(letters)

    async def reconsider(self) -> None:
        """Something about the meeting or the person is another: in, out, or over."""
        async with self._database.session() as session:
            seat, stay = await self._seat(session), await session.get(Presence, self.client.connection)
            entry, letters = await self._entry(session, seat), list[Letter]()
            if stay is None or stay.left_at is not None:
                self.client.end()
            elif entry not in PRESENT or (entry == "inside", seat.conducts) != (
                self.client.inside,
                self.client.conducts,
            ):
                letters = await service.go(session, seat.present, stay, self._clock())
                letters += await self._place(session, seat, entry)
        await self._hub.send(letters)

    async def hear(self, message: said.Said) -> None:
        """Raises a Problem when it is not for this person to say."""
        if isinstance(message, said.Signal):
            await self._signal(message)
        elif not isinstance(message, said.Beat) and self.client.inside:
            async with self._database.session() as session:
                stay = await session.get_one(Presence, self.client.connection)
                moment = Moment(session, await self._seat(session), stay, self._clock())
                letters = await ACTS[type(message)](moment, message) if stay.left_at is None else []
            await self._hub.send(letters)

    async def leave(self) -> None:
        await self._hub.leave(self._meeting_id, self.client)
        async with self._database.session() as session:
            stay = await session.get(Presence, self.client.connection)
            seat = await self._seat(session)
            letters = await service.go(session, seat.present, stay, self._clock()) if stay else []
        await self._hub.send(letters)

    async def _place(self, session: AsyncSession, seat: Seat, entry: Entry) -> list[Letter]:
        """Where the person is now, told to them and to the others."""
        if entry not in PRESENT:
            self.client.inside = False
            self.client.tell_last({"type": "over", "reason": entry, "starts_at": seat.meeting.starts_at})
            return []
        self.client.connection, self.client.inside = uuid4(), entry == "inside"
        self.client.conducts = seat.conducts
        news = await service.come(
            session, seat.present, self.client.connection, inside=self.client.inside, now=self._clock()
        )
        told = await self._inside(session, seat) if self.client.inside else _lobby(seat.meeting)
        return [Letter(seat.meeting.id, told, to=None, connection=self.client.connection), *news]

    async def _inside(self, session: AsyncSession, seat: Seat) -> dict[str, Any]:
        meeting, present = seat.meeting, await queries.list_present(session, seat.meeting.id, inside=True)
        stay = await session.get_one(Presence, self.client.connection)
        waiting = await queries.list_present(session, meeting.id, inside=False) if seat.conducts else []
        return {
            "type": "inside",
            "connection": self.client.connection,
            "participant": self._participant_id,
            "conducts": seat.conducts,
            "state": meeting.state,
            "opened_at": meeting.opened_at,
            "people": [queries.person_line(*one) for one in present],
            "waiting": [queries.waiting_line(*one) for one in waiting],
            "chat": await queries.list_chat(session, meeting.id),
            "video": self._video.offer(seat, stay),
        }

    async def _entry(self, session: AsyncSession, seat: Seat) -> Entry:
        """A guest's right ends with the link it came by."""
        if seat.present.role == "guest":
            link = await find_pass(session, self._participant_id)
            if link is None or link.serial != self._link:
                return "refused"
        return entry_of(seat.meeting, seat.present, self._clock())

    async def _signal(self, message: said.Signal) -> None:
        if self.client.inside:
            told = message.model_dump(exclude={"to"}, exclude_none=True) | {"from": self.client.connection}
            await self._hub.send([Letter(self._meeting_id, told, to=None, connection=message.to)])

    async def _seat(self, session: AsyncSession) -> Seat:
        meeting = await session.get_one(Meeting, self._meeting_id)
        return Seat(meeting, await session.get_one(Participant, self._participant_id))


def _lobby(meeting: Meeting) -> dict[str, Any]:
    """Before the opening everybody waits; afterwards those whom who conducts has to let in."""
    return {"type": "lobby", "state": meeting.state, "title": meeting.title, "starts_at": meeting.starts_at}
