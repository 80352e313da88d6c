"""What governance tells of the tasks that came of alerts, and meetings of the meetings called about them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.consumer import Consumer, Received, project
from kit.contracts.governance import TaskChanged, TaskOpened
from kit.contracts.meetings import MeetingCalled, MeetingCancelled, MeetingChanged
from monitoring.alert.tables import AlertMeeting, AlertTask

consumer = Consumer("monitoring")
KEPT = {"task_id", "state", "lead_agency", "due_on", "completed_on", "progress", "path"}
KEPT_OF_MEETING = {"meeting_id", "state", "starts_at", "ends_at", "path"}


async def keep(session: AsyncSession, events: list[Received[Any]]) -> None:
    """The newest of each; those that came of something else are none of ours."""
    await project(session, AlertTask, [_row(one) for one in events if _is_of_an_alert(one.event)])


for told in (TaskOpened, TaskChanged):
    consumer.on(told)(keep)


async def keep_meeting(session: AsyncSession, events: list[Received[Any]]) -> None:
    await project(session, AlertMeeting, [_meeting_row(one) for one in events if _is_of_an_alert(one.event)])


for called in (MeetingCalled, MeetingChanged, MeetingCancelled):
    consumer.on(called)(keep_meeting)


def _is_of_an_alert(event: Any) -> bool:
    return event.origin is not None and (event.origin.service, event.origin.kind) == ("monitoring", "alert")


def _row(received: Received[Any]) -> dict[str, Any]:
    event = received.event
    return {**event.model_dump(include=KEPT), "alert_id": event.origin.id, "version": received.version}


def _meeting_row(received: Received[Any]) -> dict[str, Any]:
    event = received.event
    return {**event.model_dump(include=KEPT_OF_MEETING), "alert_id": event.origin.id, "version": received.version}
