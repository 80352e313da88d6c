"""Checkpoints are signed with Ed25519. The key is derived from the service's SECRET_KEY, so none has to be kept."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from kit.chain.entry import microseconds
from kit.settings import Settings


@dataclass(frozen=True)
class Signer:
    chain: str
    _key: Ed25519PrivateKey = field(repr=False)
    former: tuple[bytes, ...] = ()
    """Public keys of before SECRET_KEY was changed."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        former = (_derived(secret_key).public_key().public_bytes_raw() for secret_key in settings.secret_key_previous)
        told = (base64.b64decode(key) for key in settings.chain_public_keys)
        return cls(settings.service, _derived(settings.secret_key), (*former, *told))

    @property
    def public(self) -> bytes:
        """32 bytes; publish them, and verify against the published ones."""
        return self._key.public_key().public_bytes_raw()

    @property
    def trusted(self) -> list[bytes]:
        """What earlier checkpoints may be signed with, too."""
        return [self.public, *self.former]

    @property
    def key_id(self) -> str:
        return key_id_of(self.public)

    def sign(self, seq: int, tip: bytes, at: datetime) -> bytes:
        return self._key.sign(_statement(self.chain, seq, tip, at))


def _derived(secret_key: SecretStr) -> Ed25519PrivateKey:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"chain checkpoints")
    return Ed25519PrivateKey.from_private_bytes(derive.derive(secret_key.get_secret_value().encode()))


def key_id_of(public: bytes) -> str:
    return sha256(public).hexdigest()[:16]


def is_signed(public: bytes, signature: bytes, *, chain: str, seq: int, tip: bytes, at: datetime) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _statement(chain, seq, tip, at))
    except (InvalidSignature, ValueError):
        return False
    return True


def _statement(chain: str, seq: int, tip: bytes, at: datetime) -> bytes:
    return f"checkpoint\n{chain}\n{seq}\n{tip.hex()}\n{microseconds(at)}\n".encode()
