"""RSA blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474: the signer's side. The browser's is static/blind.js.

The signer sees a blinded token, which fits any token equally well; so nobody, whatever they keep, can tell later whose
token it was. One key a vote.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384

from meetings.vote.power import Power, power_of

BITS, EXPONENT = 2048, 65537
BYTES = BITS // 8
TOKEN_BYTES = 64
"""32 the variant puts before each message, 32 of the message, all random."""
SALT_BYTES = 48
PADDING = padding.PSS(padding.MGF1(SHA384()), SALT_BYTES)


class NotBlinded(Exception):
    """Not a number below the modulus."""


@dataclass(frozen=True)
class Key:
    """Kept as its primes; what else it takes is worked out once, by who signs."""

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

    @cached_property
    def n(self) -> int:
        return self.p * self.q

    @property
    def modulus(self) -> bytes:
        return self.n.to_bytes((self.n.bit_length() + 7) // 8)

    def sign(self, blinded: bytes) -> bytes:
        """BlindSign of section 4.3, with its check of what came out; NotBlinded for what is out of range."""
        if not is_blinded(self.modulus, blinded):
            raise NotBlinded
        signature = self._power.private(blinded)
        if self._power.public(signature) != blinded:
            raise ArithmeticError("a signature came out wrong")
        return signature

    @cached_property
    def _power(self) -> Power:
        public = rsa.RSAPublicNumbers(EXPONENT, self.n)
        d = rsa.rsa_recover_private_exponent(EXPONENT, self.p, self.q)
        p, q = self.p, self.q
        numbers = rsa.RSAPrivateNumbers(p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), pow(q, -1, p), public)
        return power_of(numbers.private_key())


def is_blinded(modulus: bytes, blinded: bytes) -> bool:
    return bytes(len(modulus)) < blinded < modulus and len(blinded) == len(modulus)


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
