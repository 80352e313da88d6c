"""What other services hear of a meeting."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.governance import Origin
from kit.contracts.meetings import MeetingCalled, MeetingCancelled, MeetingChanged, MeetingSoon
from kit.outbox import emit
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant


async def tell_services(
    session: AsyncSession,
    meeting: Meeting,
    people: Sequence[Participant],
    added: Sequence[Participant],
    removed: Sequence[Participant],
    *,
    noticed: bool,
) -> None:
    """A cancellation concerns those who know of the meeting."""
    facts = facts_of(meeting, [one for one in people if one.told] if meeting.state == "cancelled" else people)
    event: MeetingCalled | MeetingChanged | MeetingCancelled
    if meeting.state == "cancelled" and meeting.told_state != "cancelled":
        event = MeetingCancelled.model_validate(facts)
    elif meeting.told_sequence < 0:
        event = MeetingCalled.model_validate(facts)
    else:
        others = {"added": ids_of(added), "removed": ids_of(removed), "noticed": noticed}
        event = MeetingChanged.model_validate({**facts, **others})
    await emit(session, event, version=meeting.version, correlation_id=meeting.correlation_id)


async def tell_soon(session: AsyncSession, meeting: Meeting, people: Sequence[Participant]) -> None:
    event = MeetingSoon.model_validate(facts_of(meeting, people))
    await emit(session, event, version=meeting.version, correlation_id=meeting.correlation_id)


def facts_of(meeting: Meeting, people: Sequence[Participant]) -> dict[str, Any]:
    invited = [one for one in people if one.removed_at is None]
    caller = next((one.person_id for one in invited if str(one.account_id) == meeting.called_by), None)
    return {
        "meeting_id": meeting.id,
        **{name: getattr(meeting, name) for name in ("agency", "state", "starts_at", "ends_at")},
        "people": ids_of(invited),
        "caller_id": caller,
        "origin": _origin_of(meeting),
        "path": f"/meetings/meetings/{meeting.id}",
    }


def ids_of(people: Sequence[Participant]) -> list[UUID]:
    return [one.person_id for one in people if one.person_id]


def _origin_of(meeting: Meeting) -> Origin | None:
    if not (meeting.origin_service and meeting.origin_kind and meeting.origin_id):
        return None
    path = meeting.origin_path or ""
    return Origin(service=meeting.origin_service, kind=meeting.origin_kind, id=meeting.origin_id, path=path)
