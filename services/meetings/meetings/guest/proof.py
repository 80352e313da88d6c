"""The cookie of a guest who gave the right PIN: signed, for one participant of one meeting, with an end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from kit.settings import Settings
from kit.vault import Vault

PURPOSE = "guest"


@dataclass(frozen=True)
class Proof:
    """`serial`: of the link it was given for."""

    participant: UUID
    serial: int
    ends_at: datetime


def cookie_of(meeting_id: UUID) -> str:
    """One for each meeting."""
    return f"guest-{UUID(str(meeting_id)).hex}"


def vault_of(settings: Settings) -> Vault:
    return Vault.of(settings, PURPOSE)


def sign(settings: Settings, proof: Proof) -> str:
    said = f"{UUID(str(proof.participant)).hex}.{proof.serial}.{int(proof.ends_at.timestamp())}"
    return f"{said}.{vault_of(settings).fingerprint(said)}"


def read(settings: Settings, cookie: str, now: datetime) -> Proof | None:
    """None for what was not signed here, and after its end."""
    said, _, mark = cookie.rpartition(".")
    if not said or not vault_of(settings).recognises(said, mark):
        return None
    participant, serial, end = said.split(".")
    proof = Proof(UUID(participant), int(serial), datetime.fromtimestamp(int(end), UTC))
    return proof if now < proof.ends_at else None
