"""Access tokens: JWTs with an asymmetric signature, as the gateway issues them."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from kit.auth.caller import Caller
from kit.auth.keys import Keys
from kit.clock import utc
from kit.errors import Unauthenticated

ALGORITHMS = ["ES256"]
LEEWAY_SECONDS = 5
MOST_KNOWN = 4_000
"""Tokens, by digest: those of so many people are not verified anew with each request."""


class Bearer:
    def __init__(self, keys: Keys, *, issuer: str, audience: str, clock: Callable[[], datetime] = utc) -> None:
        self._keys = keys
        self._known: dict[bytes, dict[str, Any]] = {}
        self._known_to: KeySet | None = None
        self._rules = jwt.JWTClaimsRegistry(
            now=lambda: int(clock().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            kind={"essential": True, "values": ["system", "official", "citizen"]},
            exp={"essential": True},
        )

    async def caller(self, authorization: str | None) -> Caller:
        """Raises Unauthenticated with the reason a client needs: missing, malformed, expired or not ours."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        return Caller.of_claims(await self._claims(token.strip()))

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            claims = await self._signed(token)
            self._rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated("token-refused") from error
        return claims

    async def _signed(self, token: str) -> dict[str, Any]:
        """A token comes with each request of its bearer. Its signature is verified once for as long as the keys are the
        same; whether it still holds, each time."""
        keys, digest = await self._keys.current(), sha256(token.encode()).digest()
        if keys is not self._known_to:
            self._known, self._known_to = {}, keys
        if (known := self._known.get(digest)) is not None:
            return known
        try:
            claims = self._decode(token, keys).claims
        except InvalidKeyIdError:
            return self._decode(token, await self._keys.refreshed()).claims
        if len(self._known) >= MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[digest] = claims
        return claims

    def _decode(self, token: str, keys: KeySet) -> jwt.Token:
        return jwt.decode(token, keys, algorithms=ALGORITHMS)
