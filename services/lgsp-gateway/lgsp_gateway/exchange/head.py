"""The header fields of a request: what they tell the gateway, and which go on to the provider."""

from dataclasses import dataclass, field
from functools import lru_cache
from os import urandom
from uuid import UUID

from lgsp_gateway.door.headers import FORWARDING, sets_cookie, with_cookies
from lgsp_gateway.exchange.faults import ClientFault
from lgsp_gateway.session.cookie import COOKIES

MOST_BYTES, MOST_FIELDS, LONGEST_VALUE = 32 * 1024, 100, 255

HOP_BY_HOP = frozenset(
    [
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    ]
)
OURS = frozenset([b"x-road-client", b"x-road-service", b"x-road-id", b"x-road-request-id", b"x-road-request-hash"])
DROPPED = (
    HOP_BY_HOP
    | OURS
    | {
        b"authorization",  # opens the gateway, not the provider
        b"content-length",
        b"expect",
        b"host",
        b"user-agent",
        b"x-road-error",
    }
)
OVERRIDES = frozenset([b"x-http-method-override", b"x-http-method", b"x-method-override"])
"""Make many providers act by another method than the one that was granted."""
READ = {
    b"authorization": "authorization",
    b"x-road-client": "client",
    b"x-road-id": "message_id",
    b"x-road-userid": "user",
    b"x-road-issue": "issue",
    b"x-road-represented-party": "represented",
    b"content-length": "length",
    b"transfer-encoding": "coding",
    b"host": "host",
}

VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}

Fields = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Head:
    authorization: bytes = b""
    client: bytes = b""
    message_id: bytes = b""
    user: bytes = b""
    issue: bytes = b""
    represented: bytes = b""
    length: bytes = b""
    coding: bytes = b""
    host: bytes = b""
    accepts: bool = False
    forwarded: Fields = field(default_factory=list)

    @property
    def body_length(self) -> int | None:
        """None when it is not announced: a chunked body."""
        return None if self.coding else int(self.length or 0)


def read_head(fields: Fields) -> Head:
    """Raises ClientFault for what could be read two ways, or is too much."""
    head = Head()
    size, named = 0, frozenset[bytes]()
    for name, value in fields:
        size += len(name) + len(value)
        if (known := READ.get(name)) is not None:
            if getattr(head, known):
                raise ClientFault(400, "RepeatedHeader", header=name.decode("latin-1"))
            setattr(head, known, value)
        elif name == b"connection":
            named |= frozenset(part.strip().lower() for part in value.split(b","))
        if _goes_on(name):
            head.forwarded.append((name, value))
            head.accepts = head.accepts or name == b"accept"
    if size > MOST_BYTES or len(fields) > MOST_FIELDS:
        raise ClientFault(431, "HeadersTooLarge", most=MOST_BYTES)
    if named:
        head.forwarded = [one for one in head.forwarded if one[0] not in named]
    if any(name == b"cookie" for name, _ in head.forwarded):
        head.forwarded = with_cookies(head.forwarded, without=COOKIES, added={})
    _check_framing(head)
    return head


@lru_cache(1024)
def _goes_on(name: bytes) -> bool:
    """Many programs read `_` in a name as `-`. Raises ClientFault for a second method."""
    plain = name.replace(b"_", b"-")
    if plain in OVERRIDES:
        raise ClientFault(400, "MalformedHeader", header=name.decode("latin-1"))
    smuggled = plain != name and plain.startswith(b"x-road-")
    return plain not in DROPPED and not plain.startswith(FORWARDING) and not smuggled


def _check_framing(head: Head) -> None:
    """The server's parser refuses these before us; a proxy in front with another parser must not matter either."""
    if head.coding and (head.length or head.coding.strip().lower() != b"chunked"):
        raise ClientFault(400, "AmbiguousLength")
    if head.length and not (head.length.isdigit() and len(head.length) <= 18):
        raise ClientFault(400, "AmbiguousLength")


def read_message_id(given: bytes) -> str:
    """X-Road-Id: a UUID, made when absent."""
    if not given:
        return _new_message_id()
    try:
        return str(UUID(given.decode("ascii")))
    except ValueError as error:
        raise ClientFault(400, "MalformedHeader", header="X-Road-Id") from error


def _new_message_id() -> str:
    """UUIDv4; uuid.uuid4 takes five times as long."""
    digits = urandom(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{VARIANT[digits[16]]}{digits[17:20]}-{digits[20:]}"


def read_text(value: bytes, name: str) -> str:
    if not value:
        return ""
    try:
        if len(value) <= LONGEST_VALUE and (text := value.decode("utf-8")).isprintable():
            return text
    except UnicodeDecodeError:
        pass
    raise ClientFault(400, "MalformedHeader", header=name)


def returned(fields: Fields) -> Fields:
    """The provider's header fields that go on to the caller. Those this gateway speaks for are not the provider's."""
    named = frozenset[bytes]()
    for name, value in fields:
        if name == b"connection":
            named |= frozenset(part.strip().lower() for part in value.split(b","))
    return [
        one
        for one in fields
        if _comes_back(one[0]) and one[0] not in named and not (one[0] == b"set-cookie" and sets_cookie(one, COOKIES))
    ]


@lru_cache(1024)
def _comes_back(name: bytes) -> bool:
    """`date` and `server` are written by this server itself."""
    return name not in HOP_BY_HOP and name not in {b"server", b"date"} and not name.startswith(b"x-road-")
