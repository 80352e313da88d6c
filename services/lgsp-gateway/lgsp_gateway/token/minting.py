"""Access tokens: short-lived JWTs (RFC 9068) signed with the current key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from joserfc import jwt

from lgsp_gateway.settings import Settings
from lgsp_gateway.token.ring import KeyRing
from lgsp_gateway.token.rotation import ALGORITHM

TYPE = "at+jwt"
SYSTEM_SCOPES = ("exchange:call",)
PLATFORM_SCOPES = {"assistant-staff": ("index:read",)}
"""What a platform may do in others as itself, when it acts for nobody."""


@dataclass(frozen=True, slots=True)
class Minted:
    token: str
    token_id: str
    expires_at: int
    """Seconds since 1970."""
    scope: str


class Minter:
    def __init__(self, settings: Settings, ring: KeyRing) -> None:
        self._settings, self._ring = settings, ring

    def for_system(
        self,
        *,
        application_id: str,
        client_id: str,
        name: str,
        agency: str,
        scopes: Iterable[str],
        now: datetime,
        thumbprint: str | None = None,
    ) -> Minted:
        """`agency` is the code of the member that owns the application. `thumbprint` binds it to a certificate."""
        claims: dict[str, Any] = {"sub": application_id, "client_id": client_id, "kind": "system", "name": name}
        claims |= {"agency": agency, "roles": [], "scope": " ".join(scopes)}
        if thumbprint:
            claims["cnf"] = {"x5t#S256": thumbprint}
        return self._mint(claims, self._settings.exchange_audience, self._settings.system_token_seconds, now)

    def for_platform(self, name: str, now: datetime) -> Minted:
        """For the other platforms: a system without an agency, whose scopes no person has."""
        claims: dict[str, Any] = {"sub": f"platform:{name}", "client_id": name, "kind": "system", "name": name}
        claims |= {"roles": [], "scope": " ".join(PLATFORM_SCOPES.get(name, ()))}
        return self._mint(claims, self._settings.audience, self._settings.system_token_seconds, now)

    def for_person(
        self,
        *,
        account_id: str,
        session_id: str,
        kind: str,
        name: str,
        username: str,
        agency: str | None,
        roles: Iterable[str],
        scopes: Iterable[str],
        now: datetime,
    ) -> Minted:
        """What the front door swaps a session cookie for."""
        claims: dict[str, Any] = {"sub": account_id, "client_id": self._settings.service, "kind": kind, "name": name}
        claims |= {
            "preferred_username": username,
            "sid": session_id,
            "roles": sorted(roles),
            "scope": " ".join(sorted(scopes)),
        }
        if agency:
            claims["agency"] = agency
        return self._mint(claims, self._settings.audience, self._settings.person_token_seconds, now)

    def _mint(self, claims: dict[str, Any], audience: str, seconds: int, now: datetime) -> Minted:
        issued_at, token_id, key = int(now.timestamp()), uuid4().hex, self._ring.signing
        times = {"iat": issued_at, "exp": issued_at + seconds, "jti": token_id}
        content = {"iss": self._settings.token_issuer, "aud": audience, **times, **claims}
        token = jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": TYPE}, content, key, default_type=None)
        return Minted(token, token_id, issued_at + seconds, claims["scope"])
