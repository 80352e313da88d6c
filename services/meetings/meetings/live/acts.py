"""What is done when a browser says something, and who may say it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from meetings.hub.hub import Letter, news_of
from meetings.live import protocol as said
from meetings.live import service
from meetings.live.tables import Presence
from meetings.meeting.seat import Seat
from meetings.meeting.service import end, open_meeting


@dataclass(frozen=True)
class Moment:
    session: AsyncSession
    seat: Seat
    presence: Presence
    now: datetime


Act = Callable[[Moment, Any], Awaitable[list[Letter]]]


async def _media(at: Moment, message: said.Media) -> list[Letter]:
    return await service.show_media(at.session, at.presence, at.seat.present, message)


async def _hand(at: Moment, message: said.Hand) -> list[Letter]:
    return await service.raise_hand(at.session, at.presence, up=message.up, now=at.now)


async def _chat(at: Moment, message: said.Chat) -> list[Letter]:
    return await service.chat(at.session, at.seat.present, message.text, at.now)


async def _floor(at: Moment, message: said.Floor) -> list[Letter]:
    """Who has the floor may give it back."""
    gives_back = message.participant is None and at.presence.floor_at is not None
    if not gives_back:
        at.seat.must_conduct()
    return await service.give_floor(at.session, at.seat.meeting.id, message, at.now)


async def _silence(at: Moment, message: said.Silence) -> list[Letter]:
    at.seat.must_conduct()
    return await service.silence(at.session, at.seat.meeting.id, message)


async def _admission(at: Moment, message: said.Admission) -> list[Letter]:
    at.seat.must_conduct()
    return await service.admit(at.session, at.seat.meeting.id, message)


async def _open(at: Moment, _message: said.Opening) -> list[Letter]:
    await open_meeting(at.session, at.seat, at.now)
    return [_news(at.seat)]


async def _end(at: Moment, _message: said.Ending) -> list[Letter]:
    await end(at.session, at.seat, at.now)
    return [_news(at.seat)]


def _news(seat: Seat) -> Letter:
    return news_of(seat.meeting.id, seat.meeting.state, seat.meeting.opened_at)


ACTS: dict[type[said.Said], Act] = {
    said.Media: _media,
    said.Hand: _hand,
    said.Chat: _chat,
    said.Floor: _floor,
    said.Silence: _silence,
    said.Admission: _admission,
    said.Opening: _open,
    said.Ending: _end,
}
