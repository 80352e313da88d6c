from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from kit import settings


class Settings(settings.Settings):
    service: str = "meetings"

    max_body_bytes: int = 64 << 20
    """Of a meeting's document; larger ones are refused before they are read."""
    governance_url: str = ""
    """Where governance is reached inside: people are asked for there, with the caller's own token."""
    monitoring_url: str = ""
    """Where monitoring is reached inside: alerts that a meeting is called about are asked for there."""
    ice_servers: tuple[dict[str, str], ...] = ()
    """STUN and TURN as browsers take them: [{"urls": "turn:turn.bacgiang.gov.vn", "username": …, "credential": …}]."""
    mesh_most: int = Field(default=6, ge=2, le=12)
    """So many send their picture to each other; above that an SFU is needed."""
    video: Literal["mesh", "livekit"] = "mesh"
    livekit_url: str = ""
    """Where this service reaches the SFU inside, http://…: browsers reach its signalling through here, and nobody else
    need reach that port; for pictures and voices they need its UDP port."""
    livekit_key: str = ""
    livekit_secret: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _refuse_half_an_sfu(self) -> Self:
        if self.video == "livekit" and not (self.livekit_url and self.livekit_key and self.livekit_secret):
            raise ValueError("VIDEO=livekit needs LIVEKIT_URL, LIVEKIT_KEY and LIVEKIT_SECRET")
        return self
