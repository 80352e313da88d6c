from typing import Literal

from pydantic import Field, SecretStr

from kit import settings


class Settings(settings.Settings):
    service: str = "meetings"

    max_body_bytes: int = 64 << 20
    """Of a meeting's document; larger ones are refused before they are read."""
    governance_url: str = ""
    """Where governance is reached inside: people are asked for there, with the caller's own token."""
    ice_servers: tuple[dict[str, str], ...] = ()
    """STUN and TURN as browsers take them: [{"urls": "turn:turn.bacgiang.gov.vn", "username": …, "credential": …}]."""
    mesh_most: int = Field(default=6, ge=2, le=12)
    """So many send their picture to each other; above that an SFU is needed."""
    video: Literal["mesh", "livekit"] = "mesh"
    livekit_url: str = ""
    """Where browsers reach the SFU: wss://…"""
    livekit_api_url: str = ""
    """Where this service reaches it; empty: the same address over http."""
    livekit_key: str = ""
    livekit_secret: SecretStr = SecretStr("")
