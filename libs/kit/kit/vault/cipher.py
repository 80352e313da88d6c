"""AES-256-GCM under a key derived from SECRET_KEY."""

import base64
import hmac
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from kit.settings import Settings

NONCE = 12


class Locked(Exception):
    """What was locked cannot be opened: another SECRET_KEY locked it, or it was tampered with or swapped."""

    def __init__(self, purpose: str, label: str) -> None:
        super().__init__(
            f"what was locked as {purpose!r} for {label!r} cannot be opened: it was locked with another SECRET_KEY "
            f"(put that one into SECRET_KEY_PREVIOUS), or it is not what was stored"
        )


class Vault:
    """One `purpose` cannot open what was locked for another. What previous keys locked can be read, too."""

    def __init__(self, secret_key: SecretStr, purpose: str, previous: Iterable[SecretStr] = ()) -> None:
        secrets = [key.get_secret_value().encode() for key in (secret_key, *previous)]
        self._purpose = purpose
        self._ciphers = [AESGCM(_derived(secret, f"vault:{purpose}")) for secret in secrets]
        self._fingerprints = [_derived(secret, f"fingerprint:{purpose}") for secret in secrets]

    @staticmethod
    def of(settings: Settings, purpose: str) -> "Vault":
        """Made once: to derive its keys costs far more than to use them."""
        return _made(settings.secret_key, purpose, tuple(settings.secret_key_previous))

    def fingerprint(self, text: str) -> str:
        """Recognises a text again without keeping it, and proves that a text was made here."""
        return hmac.digest(self._fingerprints[0], text.encode(), "sha256").hex()

    def recognises(self, text: str, fingerprint: str) -> bool:
        """Also one that was made with a previous key."""
        made = [hmac.digest(key, text.encode(), "sha256").hex().encode() for key in self._fingerprints]
        return any(hmac.compare_digest(one, fingerprint.encode()) for one in made)

    def lock(self, plain: bytes, label: str) -> str:
        """`label` names the row it belongs to; the same is needed to open it, so rows cannot be swapped."""
        nonce = urandom(NONCE)
        return base64.b64encode(nonce + self._ciphers[0].encrypt(nonce, plain, label.encode())).decode()

    def unlock(self, locked: str, label: str) -> bytes:
        return self._opened(locked, label)[0]

    def resealed(self, locked: str, label: str) -> str:
        """The same, locked with the present key; as it is, if it already was."""
        plain, cipher = self._opened(locked, label)
        return locked if cipher is self._ciphers[0] else self.lock(plain, label)

    def _opened(self, locked: str, label: str) -> tuple[bytes, AESGCM]:
        try:
            raw = base64.b64decode(locked, validate=True)
        except ValueError as error:
            raise Locked(self._purpose, label) from error
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):
                return cipher.decrypt(raw[:NONCE], raw[NONCE:], label.encode()), cipher
        raise Locked(self._purpose, label)


@lru_cache(maxsize=64)
def _made(secret_key: SecretStr, purpose: str, previous: tuple[SecretStr, ...]) -> Vault:
    return Vault(secret_key, purpose, previous)


def _derived(secret: bytes, label: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=label.encode()).derive(secret)
