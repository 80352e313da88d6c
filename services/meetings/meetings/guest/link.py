"""The link of a guest follows from the platform's key, the guest and the serial: it can be written into every mail, and
is kept nowhere."""

from hashlib import sha256
from uuid import UUID

from kit.settings import Settings
from kit.web.translations import LANGUAGES
from meetings.guest.proof import vault_of
from meetings.guest.tables import GuestPass

DOOR = "/meetings/guest/"


def token_of(settings: Settings, guest: GuestPass) -> str:
    return vault_of(settings).fingerprint(f"link:{UUID(str(guest.participant_id)).hex}:{guest.serial}")


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def link_of(settings: Settings, guest: GuestPass, language: str) -> str:
    """Opens pages of the guest's language. Empty after SECRET_KEY was replaced: the guest's own stays good, but only a
    new one can be told."""
    token = token_of(settings, guest)
    chosen = "" if language == LANGUAGES[0] else f"?set-lang={language}"
    return f"{settings.origin}{DOOR}{token}{chosen}" if hash_of(token) == guest.token_hash else ""
