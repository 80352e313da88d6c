"""The SFU's rooms: who is in them, who has to go, what they may send."""

import logging
from collections.abc import Awaitable
from typing import Self, TypeVar
from uuid import UUID

import aiohttp
from livekit.api import LiveKitAPI, ServerError, ServerErrorCode
from livekit.protocol.models import ParticipantInfo, ParticipantPermission
from livekit.protocol.room import (
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
    RoomParticipantIdentity,
    UpdateParticipantRequest,
)

from meetings.settings import Settings
from meetings.sfu.identity import id_in

log = logging.getLogger(__name__)
SECONDS = 5
Answer = TypeVar("Answer")


class Rooms:
    """Whatever is not there any more is as good as gone; an SFU that does not answer is asked again by the job."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.livekit_secret.get_secret_value()
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        self._api = LiveKitAPI(settings.livekit_url, settings.livekit_key, secret, timeout=timeout, failover=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._api.aclose()

    async def put_out(self, meeting: UUID, identity: str) -> None:
        who = RoomParticipantIdentity(room=str(meeting), identity=identity)
        await _tried(self._api.room.remove_participant(who))

    async def permit(self, meeting: UUID, identity: str, permission: ParticipantPermission) -> None:
        change = UpdateParticipantRequest(room=str(meeting), identity=identity, permission=permission)
        await _tried(self._api.room.update_participant(change))

    async def has(self, meeting: UUID, identity: str) -> bool:
        """False, too, while nobody can tell."""
        who = RoomParticipantIdentity(room=str(meeting), identity=identity)
        return await _tried(self._api.room.get_participant(who)) is not None

    async def close(self, meeting: UUID) -> None:
        await _tried(self._api.room.delete_room(DeleteRoomRequest(room=str(meeting))))

    async def everybody(self) -> list[tuple[UUID, ParticipantInfo]]:
        """All who are in, with their room; rooms that are not ours to know are passed over."""
        rooms = await _tried(self._api.room.list_rooms(ListRoomsRequest()))
        found: list[tuple[UUID, ParticipantInfo]] = []
        for meeting in filter(None, (id_in(room.name) for room in (rooms.rooms if rooms else ()))):
            wanted = ListParticipantsRequest(room=str(meeting))
            people = await _tried(self._api.room.list_participants(wanted))
            found += [(meeting, one) for one in (people.participants if people else ())]
        return found


async def _tried(asked: Awaitable[Answer]) -> Answer | None:
    try:
        return await asked
    except ServerError as error:
        if error.code != ServerErrorCode.NOT_FOUND:
            log.warning("the SFU refuses", extra={"error": error.code})
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("the SFU does not answer", extra={"error": type(error).__name__})
    return None
