"""Assertions as systems sign them (RFC 7523)."""

import base64
import hmac
import json
from typing import Any
from uuid import uuid4

from joserfc import jwt

from tests.lgsp_gateway.identity import Clock, System

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ENDPOINT = "http://127.0.0.1:8000/oauth2/token"


def assertion(system: System, clock: Clock, **claims: Any) -> dict[str, str]:
    """The form to send; a claim that is None is left out."""
    assert system.key
    now = int(clock().timestamp())
    given = {"iss": system.client_id, "sub": system.client_id, "aud": ENDPOINT, "iat": now, "exp": now + 60}
    content = {name: value for name, value in {**given, "jti": uuid4().hex, **claims}.items() if value is not None}
    token = jwt.encode({"alg": "ES256", "kid": system.key.thumbprint()}, content, system.key)
    return {"grant_type": "client_credentials", "client_assertion_type": TYPE, "client_assertion": token}


def symmetric(claims: dict[str, Any], secret: bytes, header: dict[str, Any]) -> str:
    """Signed with HS256 by hand: no library signs with a public key as if it were a secret."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", **header}, claims)
    ]
    signature = base64.urlsafe_b64encode(hmac.digest(secret, b".".join(parts), "sha256")).rstrip(b"=")
    return b".".join([*parts, signature]).decode()
