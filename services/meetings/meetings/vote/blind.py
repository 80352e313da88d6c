"""RSA blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474: the signer's side. The browser's is static/blind.js.

The signer sees a blinded token, which fits any token equally well; so nobody, whatever they keep, can tell later whose
token it was. One key a vote.
"""

from dataclasses import dataclass
from functools import lru_cache
from secrets import randbelow
from typing import Self

from Crypto.Math.Numbers import Integer
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384

BITS, EXPONENT = 2048, 65537
BYTES = BITS // 8
TOKEN_BYTES = 64
"""32 the variant puts before each message, 32 of the message, all random."""
SALT_BYTES = 48
PADDING = padding.PSS(padding.MGF1(SHA384()), SALT_BYTES)


class NotBlinded(Exception):
    """Not a number below the modulus."""


@dataclass(frozen=True, slots=True)
class Key:
    p: int
    q: int

    @classmethod
    def new(cls) -> Self:
        """Takes about a tenth of a second, or several."""
        numbers = rsa.generate_private_key(EXPONENT, BITS).private_numbers()
        return cls(numbers.p, numbers.q)

    @classmethod
    def loaded(cls, kept: bytes) -> Self:
        p, q = kept.split(b":")
        return cls(int(p, 16), int(q, 16))

    def kept(self) -> bytes:
        return b"%x:%x" % (self.p, self.q)

    @property
    def n(self) -> int:
        return self.p * self.q

    @property
    def modulus(self) -> bytes:
        return self.n.to_bytes((self.n.bit_length() + 7) // 8)

    def sign(self, blinded: bytes) -> bytes:
        """BlindSign of section 4.3, about 1.5 ms. How long it takes depends on a random number besides, as not every
        step is of constant time; NotBlinded for what is out of range."""
        n, message = Integer(self.n), int.from_bytes(blinded)
        if not 0 < message < self.n:
            raise NotBlinded
        mask = Integer(2 + randbelow(self.n - 2))
        masked = Integer(message) * pow(mask, EXPONENT, n) % n
        signature = Integer(self._power(int(masked))) * mask.inverse(n) % n
        if pow(signature, EXPONENT, n) != message:
            raise ArithmeticError("a signature came out wrong")
        return bytes(signature.to_bytes(n.size_in_bytes()))

    def _power(self, number: int) -> int:
        """By the Chinese remainder theorem, four times as fast; each half by pycryptodome, eight times as fast as
        Python's own numbers (cryptography gives no RSA without padding)."""
        p, q = self.p, self.q
        one, other = _half(number, p), _half(number, q)
        return other + (one - other) * pow(q, -1, p) % p * q


def _half(number: int, prime: int) -> int:
    return int(pow(Integer(number % prime), Integer(pow(EXPONENT, -1, prime - 1)), Integer(prime)))


def is_signed(modulus: bytes, token: bytes, signature: bytes) -> bool:
    """Verify of section 4.5: an ordinary RSASSA-PSS signature of the token."""
    try:
        _public(modulus).verify(signature, token, PADDING, SHA384())
    except InvalidSignature:
        return False
    return True


@lru_cache(32)
def _public(modulus: bytes) -> rsa.RSAPublicKey:
    return rsa.RSAPublicNumbers(EXPONENT, int.from_bytes(modulus)).public_key()
