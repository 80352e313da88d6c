"""An outside OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700).

Written on httpx and joserfc: two requests and one signature do not need a framework.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from kit import http
from lgsp_gateway.oidc.errors import ProviderRefused, ProviderUnavailable
from lgsp_gateway.settings import Settings

ALGORITHMS = ["RS256", "ES256", "EdDSA"]
LEEWAY_SECONDS = 30
RETURN = "/sign-in/oidc/return"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Errand:
    """What a browser was sent away with; it stays with the browser, locked, until it comes back."""

    state: str
    nonce: str
    verifier: str
    next: str

    @classmethod
    def new(cls, wanted: str) -> Self:
        return cls(token_urlsafe(24), token_urlsafe(24), token_urlsafe(48), wanted)

    @classmethod
    def read(cls, text: bytes) -> Self:
        return cls(**json.loads(text))

    def written(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Provider:
    """One a process; what it publishes is read when it is first needed, its keys again when a new one appears."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings, self._clock = settings, clock
        self._published: dict[str, Any] | None = None
        self._keys: KeySet | None = None

    @property
    def _return(self) -> str:
        return f"{self._settings.origin}{RETURN}"

    async def address_for(self, errand: Errand) -> str:
        """Where the browser goes to sign in."""
        query = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self._return,
            "scope": self._settings.oidc_scopes,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": errand.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = (await self._discovered())["authorization_endpoint"]
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"

    async def identity(self, errand: Errand, code: str) -> Mapping[str, Any]:
        """The verified claims of who signed in there."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._return,
            "code_verifier": errand.verifier,
        }
        secret = self._settings.oidc_client_secret.get_secret_value()
        auth = httpx.BasicAuth(self._settings.oidc_client_id, secret)
        endpoint = (await self._discovered())["token_endpoint"]
        answer = await self._ask("POST", endpoint, data=form, auth=auth)
        if not isinstance(answer.get("id_token"), str):
            raise ProviderRefused
        return await self._verified(answer["id_token"], errand)

    async def _verified(self, token: str, errand: Errand) -> Mapping[str, Any]:
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._settings.oidc_issuer},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": errand.nonce},
            azp={"value": self._settings.oidc_client_id},
        )
        try:
            try:
                claims = jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS).claims
            except InvalidKeyIdError:
                claims = jwt.decode(token, await self._key_set(again=True), algorithms=ALGORITHMS).claims
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderRefused from error
        return claims

    async def _discovered(self) -> dict[str, Any]:
        if self._published is None:
            issuer = self._settings.oidc_issuer
            found = await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer or not all(self._is_safe(found.get(name)) for name in NEEDED):
                raise ProviderUnavailable
            self._published = found
        return self._published

    async def _key_set(self, *, again: bool = False) -> KeySet:
        if self._keys is None or again:
            document: Any = await self._ask("GET", (await self._discovered())["jwks_uri"])
            self._keys = KeySet.import_key_set(document)
        return self._keys

    def _is_safe(self, address: object) -> bool:
        """Over HTTPS wherever the provider itself is."""
        wanted = ("https",) if self._settings.oidc_issuer.startswith("https:") else ("http", "https")
        return isinstance(address, str) and urlsplit(address).scheme in wanted

    async def _ask(self, method: str, url: str, **content: Any) -> dict[str, Any]:
        try:
            async with http.client() as client:
                answer = await client.request(method, url, **content)
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnavailable from error
        if answer.status_code >= 500 or not isinstance(found, dict):
            raise ProviderUnavailable
        if answer.status_code >= 400:
            raise ProviderRefused
        return found
