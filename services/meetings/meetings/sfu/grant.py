"""What one person may do at the SFU: nothing but be in this meeting's room and send what is theirs to send."""

from datetime import timedelta
from typing import Literal

from livekit.api import AccessToken, VideoGrants
from livekit.protocol.models import ParticipantPermission

from meetings.live.service import may_share
from meetings.live.tables import Presence
from meetings.meeting.seat import Seat
from meetings.participant.tables import Participant
from meetings.settings import Settings

Source = Literal["camera", "microphone", "screen_share"]
TTL = timedelta(seconds=60)
"""To come in with, at once: it goes from this service to LiveKit and nowhere else (sfu.line)."""


def sources_of(participant: Participant, stay: Presence) -> list[Source]:
    """Who was put to silence has no microphone there."""
    sources: list[Source] = ["camera"]
    if not participant.silenced:
        sources.append("microphone")
    if may_share(participant, stay):
        sources.append("screen_share")
    return sources


def token_of(settings: Settings, seat: Seat, stay: Presence) -> str:
    """`stay`: whose id is the identity, so that a token is worth as much as this one stay."""
    grants = VideoGrants(
        room_join=True,
        room=str(seat.meeting.id),
        can_publish=True,
        can_publish_sources=list(sources_of(seat.present, stay)),
        can_subscribe=True,
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    token = AccessToken(settings.livekit_key, settings.livekit_secret.get_secret_value())
    return token.with_identity(str(stay.id)).with_ttl(TTL).with_grants(grants).to_jwt()


def permission_of(participant: Participant, stay: Presence) -> ParticipantPermission:
    sources = [one.upper() for one in sources_of(participant, stay)]
    return ParticipantPermission(
        can_subscribe=True, can_publish=True, can_publish_sources=sources, can_publish_data=False
    )
