"""The voter's side of RFC 9474 in Python, as static/blind.js has it in the browser."""

import math
from dataclasses import dataclass
from hashlib import sha256, sha384
from secrets import randbelow, token_bytes
from typing import Any, Self

SIZE, SALT, E = 48, 48, 65537


@dataclass
class Paper:
    """A token of one's own, blinded for whoever signs."""

    n: int
    token: bytes
    blinded: int
    inverse: int

    @classmethod
    def new(cls, modulus: str) -> Self:
        return cls.of(int(modulus, 16), token_bytes(64), token_bytes(SALT))

    @classmethod
    def of(cls, n: int, token: bytes, salt: bytes, inverse: int = 0) -> Self:
        encoded = int.from_bytes(encode(token, n.bit_length() - 1, salt))
        assert math.gcd(encoded, n) == 1
        inverse = inverse or 2 + randbelow(n - 2)
        return cls(n, token, encoded * pow(pow(inverse, -1, n), E, n) % n, inverse)

    @property
    def asked(self) -> dict[str, str]:
        return {"blinded": self._hex(self.blinded)}

    def signed(self, signature: str) -> str:
        return self._hex(int(signature, 16) * self.inverse % self.n)

    def ballot(self, signature: str, *choices: int) -> dict[str, Any]:
        return {"token": self.token.hex(), "signature": self.signed(signature), "choices": list(choices)}

    @property
    def digest(self) -> str:
        return sha256(self.token).hexdigest()

    def _hex(self, number: int) -> str:
        return number.to_bytes((self.n.bit_length() + 7) // 8).hex()


def encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, 9.1.1, with SHA-384."""
    length = (bits + 7) // 8
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - SALT - SIZE - 2) + b"\x01" + salt
    mask = b"".join(sha384(digest + place.to_bytes(4)).digest() for place in range(len(block) // SIZE + 1))
    masked = bytearray(one ^ other for one, other in zip(block, mask, strict=False))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"
