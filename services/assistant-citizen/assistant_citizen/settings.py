from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from assistant_citizen.conversation.hours import spans_of
from kit import settings


class Settings(settings.Settings):
    service: str = "assistant-citizen"
    max_body_bytes: int = 24 << 20
    """A file of procedures, or photos of a petition; each door limits what it takes itself."""

    conversation_days: int = Field(default=30, ge=1, le=3650)
    """After so many days without a message a conversation is erased."""
    conversation_messages: int = Field(default=400, ge=2)
    """So many a conversation may have; then another begins."""
    client_per_minute: int = Field(default=1200, ge=1)
    """Messages and openings of one address, behind which a whole office may sit."""
    conversation_per_minute: int = Field(default=60, ge=1)
    exchange_client: str = "GOV/H02.14/tro-ly-nguoi-dan"
    """This platform as an application of the exchange, without the instance."""
    exchange_key_file: Path | None = None
    """Its key there, {"client_id": …, "client_secret": …}, read anew for each token; none: no dossier is looked up."""
    one_stop_service: str = "GOV/H02.01.01/mot-cua/tinh-trang-ho-so"
    """What the one-stop system offers on the exchange, without the instance."""
    desk_hours: str = "07:30-11:30 13:30-17:00"
    petitions_per_minute: int = Field(default=20, ge=1)
    """Of one address, behind which a whole office may sit."""
    petition_codes_per_minute: int = Field(default=60, ge=1)
    petition_contact_days: int = Field(default=90, ge=1, le=3650)
    """So long after the answer, name and telephone of a petition are erased."""
    desk_waiting: int = Field(default=500, ge=1)
    """So many may wait for a person."""

    @model_validator(mode="after")
    def _refuse_odd_values(self) -> Self:
        spans_of(self.desk_hours)
        if any(not one.startswith(("https://", "http://")) or one.count("/") != 2 for one in self.embed_origins):
            raise ValueError('EMBED_ORIGINS are origins: ["https://xatandinh.bacgiang.gov.vn"], without a path')
        return self
