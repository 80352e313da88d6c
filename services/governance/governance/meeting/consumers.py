"""What meetings tells: to the people it concerns, and for the tasks it is about."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from governance.meeting.tables import TaskMeeting
from governance.notification.service import notify
from kit.clock import utc
from kit.consumer import Consumer, Received, project
from kit.contracts.meetings import MeetingCalled, MeetingCancelled, MeetingChanged, MeetingSoon, MinutesMoved

consumer = Consumer("governance")
ORIGIN = ("governance", "task")
ASKING = frozenset({"submitted", "returned", "approved", "withdrawn"})
"""Steps of minutes after which those who are told have something to do."""
KEPT = {"meeting_id", "state", "starts_at", "ends_at", "path"}


@consumer.on(MeetingCalled)
async def called(session: AsyncSession, events: list[Received[MeetingCalled]]) -> None:
    await keep(session, events)
    for one in events:
        await _tell(session, one.event, _without_caller(one.event, one.event.people), "meeting_called")


@consumer.on(MeetingChanged)
async def changed(session: AsyncSession, events: list[Received[MeetingChanged]]) -> None:
    """Who came to it hears of a meeting, who was taken out that there is none; the others only what they notice."""
    await keep(session, events)
    for one in events:
        event = one.event
        await _tell(session, event, event.added, "meeting_called")
        await _tell(session, event, event.removed, "meeting_removed")
        if event.noticed:
            others = set(event.people) - set(event.added)
            await _tell(session, event, _without_caller(event, others), "meeting_changed")


@consumer.on(MeetingCancelled)
async def cancelled(session: AsyncSession, events: list[Received[MeetingCancelled]]) -> None:
    await keep(session, events)
    for one in events:
        await _tell(session, one.event, _without_caller(one.event, one.event.people), "meeting_cancelled")


@consumer.on(MeetingSoon)
async def soon(session: AsyncSession, events: list[Received[MeetingSoon]]) -> None:
    """Not when the word comes after the beginning: the bus may have been away."""
    for one in events:
        if one.event.starts_at > utc():
            await _tell(session, one.event, one.event.people, "meeting_soon")


@consumer.on(MinutesMoved)
async def moved(session: AsyncSession, events: list[Received[MinutesMoved]]) -> None:
    """By mail, too, where somebody has to do something: meetings writes none of minutes."""
    for one in events:
        event = one.event
        kind, asked = f"minutes_{event.step}", event.step in ASKING
        await notify(session, event.people, kind, event.path, mail=asked, starts=event.starts_at)


async def keep(session: AsyncSession, events: list[Received[Any]]) -> None:
    """The newest of each that was called about a task."""
    await project(session, TaskMeeting, [_row(one) for one in events if _is_about_a_task(one.event)])


async def _tell(session: AsyncSession, event: Any, people: Iterable[UUID], kind: str) -> None:
    """In the bell only: meetings writes its own mails, with the calendar's part in them."""
    await notify(session, people, kind, event.path, starts=event.starts_at)


def _without_caller(event: Any, people: Iterable[UUID]) -> list[UUID]:
    return [one for one in people if one != event.caller_id]


def _is_about_a_task(event: Any) -> bool:
    return event.origin is not None and (event.origin.service, event.origin.kind) == ORIGIN


def _row(received: Received[Any]) -> dict[str, Any]:
    event = received.event
    return {**event.model_dump(include=KEPT), "task_id": event.origin.id, "version": received.version}
