"""Small secrets in the database that are worth nothing without SECRET_KEY: AES-256-GCM under a derived key."""

import base64
import hmac
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

NONCE = 12


class Locked(Exception):
    """What was locked cannot be opened: SECRET_KEY changed, or the row was tampered with or swapped."""


class Vault:
    """One `purpose` cannot open what was locked for another."""

    def __init__(self, secret_key: SecretStr, purpose: str) -> None:
        secret = secret_key.get_secret_value().encode()
        self._cipher = AESGCM(_derived(secret, f"vault:{purpose}"))
        self._fingerprints = _derived(secret, f"fingerprint:{purpose}")

    def fingerprint(self, text: str) -> str:
        """Recognises a text again without keeping it, and proves that a text was made here."""
        return hmac.digest(self._fingerprints, text.encode(), "sha256").hex()

    def lock(self, plain: bytes, label: str) -> str:
        """`label` names the row it belongs to; the same is needed to open it, so rows cannot be swapped."""
        nonce = urandom(NONCE)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, plain, label.encode())).decode()

    def unlock(self, locked: str, label: str) -> bytes:
        try:
            raw = base64.b64decode(locked, validate=True)
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], label.encode())
        except (InvalidTag, ValueError) as error:
            raise Locked(label) from error


def _derived(secret: bytes, label: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=label.encode()).derive(secret)
