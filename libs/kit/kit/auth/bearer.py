"""Access tokens: JWTs with an asymmetric signature, as the gateway issues them."""

from collections.abc import Callable
from datetime import datetime
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


class Bearer:
    def __init__(self, keys: Keys, *, issuer: str, audience: str, clock: Callable[[], datetime] = utc) -> None:
        self._keys = keys
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
            try:
                decoded = self._decode(token, await self._keys.current())
            except InvalidKeyIdError:
                decoded = self._decode(token, await self._keys.refreshed())
            self._rules.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated("token-refused") from error
        return decoded.claims

    def _decode(self, token: str, keys: KeySet) -> jwt.Token:
        return jwt.decode(token, keys, algorithms=ALGORITHMS)
