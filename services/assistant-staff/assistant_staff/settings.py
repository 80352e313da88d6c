from typing import ClassVar

from pydantic import Field, SecretStr

from kit import settings


class Settings(settings.Settings):
    own_secrets: ClassVar[tuple[str, ...]] = (*settings.Settings.own_secrets, "platform_secret")

    service: str = "assistant-staff"

    max_body_bytes: int = 65 << 20
    """Of a file with laws; larger ones are refused before they are read."""
    governance_url: str = ""
    """Where governance is reached inside: for words as this system, for rights and tasks with the reader's token."""
    meetings_url: str = ""
    platform_secret: SecretStr = SecretStr("")
    """Proves this platform to the gateway, for the token it fetches words with; empty: nothing is fetched."""
    history_days: int = Field(default=90, ge=1, le=3650)
    """How long what somebody asked is kept for that person."""
    questions_per_minute: int = Field(default=30, ge=1)
    """Of one person."""
