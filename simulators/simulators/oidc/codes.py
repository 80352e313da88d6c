"""Authorization codes: each once, for a minute, for who proves to have asked (RFC 7636)."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from secrets import compare_digest, token_urlsafe

LASTING_SECONDS = 60


@dataclass(frozen=True)
class Asked:
    sub: str
    redirect_uri: str
    nonce: str
    challenge: str
    until: float


class Codes:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._given: dict[str, Asked] = {}

    def give(self, sub: str, redirect_uri: str, nonce: str, challenge: str) -> str:
        code = token_urlsafe(24)
        self._given[code] = Asked(sub, redirect_uri, nonce, challenge, self._clock() + LASTING_SECONDS)
        return code

    def take(self, code: str, redirect_uri: str, verifier: str) -> Asked | None:
        asked = self._given.pop(code, None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked.until < self._clock() or asked.redirect_uri != redirect_uri:
            return None
        return asked if compare_digest(asked.challenge, digest) else None
