"""Keeps the SFU in step with the meeting: who is out here is out there, who is silent here is silent there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from livekit.protocol.models import TrackSource
from livekit.protocol.webhook import WebhookEvent
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from meetings.hub.hub import Letter
from meetings.live.queries import list_present
from meetings.live.tables import Presence
from meetings.participant.tables import Participant
from meetings.sfu.client import Rooms
from meetings.sfu.grant import permission_of
from meetings.sfu.identity import id_in
from meetings.sfu.tables import SfuEvent

FLAGS = {
    TrackSource.CAMERA: "camera",
    TrackSource.MICROPHONE: "microphone",
    TrackSource.SCREEN_SHARE: "screen",
}
GONE = frozenset({"participant_left", "participant_connection_aborted"})


async def is_new(session: AsyncSession, event: WebhookEvent, now: datetime) -> bool:
    """Each event once, however often it is told."""
    row = insert(SfuEvent).values(id=event.id, received_at=now).on_conflict_do_nothing().returning(SfuEvent.id)
    return bool(await session.scalar(row))


async def forget(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(SfuEvent).where(SfuEvent.received_at < before))


async def take_in(session: AsyncSession, rooms: Rooms, event: WebhookEvent) -> list[Letter]:
    """What only the SFU sees: who came with a token that is worth nothing any more, whose track or line broke off."""
    meeting, stay = id_in(event.room.name), await _stay(session, event)
    if meeting is None:
        return []
    if event.event == "participant_joined" and (stay is None or stay.meeting_id != meeting):
        await rooms.put_out(meeting, event.participant.identity)
    if stay is None or stay.meeting_id != meeting:
        return []
    if event.event in GONE and not await rooms.has(meeting, str(stay.id)):  # told late, it may be there again
        return await _show(session, stay, dict.fromkeys(FLAGS.values(), False))
    if event.event == "track_unpublished" and event.track.source in FLAGS:
        return await _show(session, stay, {FLAGS[event.track.source]: False})
    return []


async def _show(session: AsyncSession, stay: Presence, flags: dict[str, bool]) -> list[Letter]:
    for name, on in flags.items():
        setattr(stay, name, on)
    await session.flush()
    told: dict[str, Any] = {name: getattr(stay, name) for name in FLAGS.values()}
    return [Letter(stay.meeting_id, {"type": "media", "connection": stay.id, **told})]


async def _stay(session: AsyncSession, event: WebhookEvent) -> Presence | None:
    identity = id_in(event.participant.identity)
    return (await _open(session, [identity])).get(identity) if identity else None


async def permit_anew(session: AsyncSession, rooms: Rooms, meeting: UUID, participant_id: UUID | None) -> None:
    """May send what they may send now: the participant; without one the guests, whom the floor lets show a screen."""
    for stay, participant in await list_present(session, meeting, inside=True):
        if participant.id == participant_id or (participant_id is None and participant.role == "guest"):
            await rooms.permit(meeting, str(stay.id), permission_of(participant, stay))


async def put_right(session: AsyncSession, rooms: Rooms) -> None:
    """Whoever is at the SFU without a place in the meeting goes, who may send what they may not does so no longer,
    however that came about."""
    found = await rooms.everybody()
    stays = await _open(session, filter(None, (id_in(one.identity) for _, one in found)))
    for meeting, one in found:
        stay = stays.get(id_in(one.identity) or meeting)
        if stay is None or stay.meeting_id != meeting:
            await rooms.put_out(meeting, one.identity)
            continue
        may = permission_of(await session.get_one(Participant, stay.participant_id), stay)
        if set(may.can_publish_sources) != set(one.permission.can_publish_sources):
            await rooms.permit(meeting, one.identity, may)


async def _open(session: AsyncSession, identities: Iterable[UUID]) -> dict[UUID, Presence]:
    """Those of the stays that go on, inside."""
    going_on = select(Presence).where(Presence.id.in_(list(identities)), Presence.inside, Presence.left_at.is_(None))
    return {stay.id: stay for stay in await session.scalars(going_on)}
