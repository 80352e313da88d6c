"""Whether LiveKit said it: a token signed with the shared key carries the hash of the body (sha256)."""

import hashlib
import hmac
from base64 import b64decode

import jwt
from google.protobuf.json_format import Parse, ParseError
from livekit.protocol.webhook import WebhookEvent

from meetings.settings import Settings
from meetings.sfu.errors import WebhookUnproved

LEEWAY_SECONDS = 60
MOST_ID = 200


def event_of(settings: Settings, body: bytes, authorization: str) -> WebhookEvent:
    """WebhookUnproved when anything about it is wrong; which, is not told."""
    try:
        claims = jwt.decode(
            authorization.removeprefix("Bearer "),
            settings.livekit_secret.get_secret_value(),
            algorithms=["HS256"],
            issuer=settings.livekit_key,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iss"]},
        )
        stated = b64decode(str(claims.get("sha256", "")))
        if not hmac.compare_digest(stated, hashlib.sha256(body).digest()):
            raise WebhookUnproved
        event = Parse(body, WebhookEvent(), ignore_unknown_fields=True)
    except (jwt.InvalidTokenError, ValueError, ParseError) as error:
        raise WebhookUnproved from error
    if not 0 < len(event.id) <= MOST_ID:
        raise WebhookUnproved
    return event
