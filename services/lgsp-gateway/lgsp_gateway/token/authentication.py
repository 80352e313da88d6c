"""Which system asks: a secret (client_secret_basic) or an assertion signed with its key (private_key_jwt, RFC 7523)."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import unquote_plus

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.application.credentials import secret_matches
from lgsp_gateway.application.queries import find_credential
from lgsp_gateway.application.tables import Credential
from lgsp_gateway.token.errors import InvalidClient, OAuthError
from lgsp_gateway.token.tables import UsedAssertion

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_ALGORITHMS = ("ES256", "ES384", "ES512", "RS256", "EdDSA")
LONGEST_ASSERTION = timedelta(minutes=5)
LEEWAY = timedelta(seconds=5)
LONGEST_JTI = 255
UNKNOWN = "client unknown, switched off or expired, or its secret is wrong"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a request brought to prove who it is; one of secret and assertion is None."""

    client_id: str
    secret: str | None
    assertion: str | None


def read_proof(authorization: str | None, form: Mapping[str, str]) -> Proof:
    """OAuthError when there is none, more than one, or one of a kind that is not offered."""
    assertion = form.get("client_assertion")
    if "client_secret" in form:
        raise InvalidClient("client_secret in the body is not accepted: use HTTP Basic or a signed assertion")
    if authorization and assertion:
        raise OAuthError("invalid_request", "more than one way of client authentication")
    if assertion:
        return _read_assertion(assertion, form)
    if not authorization:
        raise InvalidClient("no client authentication: use HTTP Basic or a signed assertion")
    return _read_basic(authorization, form)


def _read_assertion(assertion: str, form: Mapping[str, str]) -> Proof:
    """The issuer it names is believed only to find the keys it is then verified with."""
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise OAuthError("invalid_request", f"client_assertion_type must be {ASSERTION_TYPE}")
    try:
        body = assertion.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        client_id = claims["iss"]
    except (IndexError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise InvalidClient("the assertion is not a JWT with iss") from error
    if not isinstance(client_id, str) or form.get("client_id", client_id) != client_id:
        raise InvalidClient("client_id and the assertion differ")
    return Proof(client_id, None, assertion)


def _read_basic(authorization: str, form: Mapping[str, str]) -> Proof:
    scheme, _, encoded = authorization.partition(" ")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidClient("the Authorization header is not HTTP Basic") from error
    client_id, colon, secret = pair.partition(":")
    client_id, secret = unquote_plus(client_id), unquote_plus(secret)
    if scheme.lower() != "basic" or not colon or form.get("client_id", client_id) != client_id:
        raise InvalidClient("the Authorization header is not HTTP Basic with this client_id")
    return Proof(client_id, secret, None)


async def authenticate(session: AsyncSession, proof: Proof, audiences: list[str], now: datetime) -> Credential:
    """`audiences`: what an assertion may be addressed to. InvalidClient says no more than a stranger may know."""
    credential = await find_credential(session, proof.client_id, now)
    if credential is None:
        raise InvalidClient(UNKNOWN)
    if proof.assertion is not None:
        await _verify_assertion(session, credential, proof.assertion, audiences, now)
    elif not secret_matches(credential, proof.secret or ""):
        raise InvalidClient(UNKNOWN)
    return credential


async def _verify_assertion(
    session: AsyncSession, credential: Credential, assertion: str, audiences: list[str], now: datetime
) -> None:
    claims = _verified(assertion, credential, audiences, now)
    latest = (now + LONGEST_ASSERTION + LEEWAY).timestamp()
    if not claims["exp"] <= latest or not 0 < len(claims["jti"]) <= LONGEST_JTI:  # NaN is not <= either
        raise InvalidClient(
            f"exp must be at most {LONGEST_ASSERTION.seconds} s away, jti at most {LONGEST_JTI} characters"
        )
    expires_at = datetime.fromtimestamp(claims["exp"], UTC) + LEEWAY
    row = insert(UsedAssertion).values(client_id=credential.client_id, jti=claims["jti"], expires_at=expires_at)
    if await session.scalar(row.on_conflict_do_nothing().returning(UsedAssertion.jti)) is None:
        raise InvalidClient("this assertion was used before")


def _verified(assertion: str, credential: Credential, audiences: list[str], now: datetime) -> dict[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY.seconds,
        iss={"essential": True, "value": credential.client_id},
        sub={"essential": True, "value": credential.client_id},
        aud={"essential": True, "values": audiences},
        exp={"essential": True},
        iat={"essential": True},
        jti={"essential": True},
    )
    if credential.jwks is None:
        raise InvalidClient("this client has no key registered")
    try:
        keys = KeySet.import_key_set(cast("Any", credential.jwks))
        token = jwt.decode(assertion, keys, algorithms=ASSERTION_ALGORITHMS)
        rules.validate(token.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise InvalidClient(f"the assertion is refused: {type(error).__name__}") from error
    return token.claims
