"""Verifying access tokens in process: the signature once a token, expiry and revocation each time."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey

from kit.auth import Caller
from kit.errors import Unauthenticated, Unavailable
from lgsp_gateway.revocation.memory import Revocations
from lgsp_gateway.token.minting import TYPE
from lgsp_gateway.token.ring import KeyRing
from lgsp_gateway.token.rotation import ALGORITHM

REMEMBERED = 10_000
LONGEST = 4096
ESSENTIAL = ("sub", "exp", "iat", "jti", "client_id")


@dataclass(frozen=True, slots=True)
class Claims:
    """`subject` is the id of the application or account; times are seconds since 1970."""

    caller: Caller
    client_id: str
    issuer: str
    audience: str
    token_id: str
    issued_at: int
    expires_at: int
    kid: str
    session_id: str = ""
    thumbprint: str | None = None
    """SHA-256 of the certificate the token is bound to (`cnf`, RFC 8705), base64url."""

    @property
    def subject(self) -> str:
        return self.caller.subject


class Verifier:
    """For tokens of one audience."""

    def __init__(
        self,
        ring: KeyRing,
        revocations: Revocations,
        *,
        issuer: str,
        audience: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._ring, self._revocations, self._clock = ring, revocations, clock
        self._remembered: dict[bytes, Claims] = {}
        self._rules = jwt.JWTClaimsRegistry(
            now=lambda: int(clock().timestamp()),
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            kind={"essential": True, "values": ["system", "official", "citizen"]},
            **{name: {"essential": True} for name in ESSENTIAL},  # type: ignore[arg-type]
        )

    def verify(self, token: str) -> Claims:
        """Raises Unauthenticated (token-expired, -revoked or -refused); Unavailable while revocations are unknown."""
        now = self._clock().timestamp()
        digest = hashlib.sha256(token.encode()).digest()
        claims = self._remembered.get(digest)
        if claims is None:
            claims = self._read(token, now)
            self._remember(digest, claims)
        self._still_good(digest, claims, now)
        return claims

    def _still_good(self, digest: bytes, claims: Claims, now: float) -> None:
        if claims.expires_at <= now:
            self._remembered.pop(digest, None)
            raise Unauthenticated("token-expired")
        if not self._revocations.fresh:
            raise Unavailable("revocations-unknown")
        if self._revoked(claims):
            raise Unauthenticated("token-revoked")
        if self._ring.find(claims.kid, now) is None:
            raise Unauthenticated("token-refused")

    def _revoked(self, claims: Claims) -> bool:
        covers, at = self._revocations.covers, claims.issued_at
        return (
            covers("token", claims.token_id, at)
            or covers("client", claims.client_id, at)
            or covers("subject", claims.caller.subject, at)
            or covers("session", claims.session_id, at)
        )

    def _remember(self, digest: bytes, claims: Claims) -> None:
        if len(self._remembered) >= REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[digest] = claims

    def _read(self, token: str, now: float) -> Claims:
        if len(token) > LONGEST:
            raise Unauthenticated("token-refused")

        def key_of(signed: Any) -> ECKey:
            header: Mapping[str, Any] = signed.headers()
            key = self._ring.find(str(header.get("kid")), now)
            if key is None or header.get("typ") != TYPE:
                raise InvalidKeyIdError
            return key

        try:
            decoded = jwt.decode(token, key_of, algorithms=[ALGORITHM])
            self._rules.validate(decoded.claims)
            return _claims(decoded.claims, decoded.header["kid"])
        except ExpiredTokenError as error:
            raise Unauthenticated("token-expired") from error
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unauthenticated("token-refused") from error


def _claims(content: Mapping[str, Any], kid: str) -> Claims:
    return Claims(
        caller=Caller.of_claims(content),
        client_id=content["client_id"],
        issuer=content["iss"],
        audience=content["aud"],
        token_id=content["jti"],
        issued_at=content["iat"],
        expires_at=content["exp"],
        kid=kid,
        session_id=content.get("sid", ""),
        thumbprint=content.get("cnf", {}).get("x5t#S256"),
    )
