"""What the door lets in at all: our host, plain paths, our own pages as origin."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from kit.errors import Denied, Malformed, NotFound, Problem

OPEN_PATH = b"/assistant-citizen/api/v1/conversations"
"""What sites that were named may call from their pages: it knows nobody who is signed in."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}
INSIDE_ONLY = frozenset({"/healthz", "/readyz", "/metrics"})
TRICKS = re.compile(rb"//|\\|[\x00-\x20\x7f]|%(?:2f|5c|00|0[ad])|(?:^|/)(?:\.|%2e){1,2}(?:/|;|$)", re.IGNORECASE)
HEADER_BYTES, HEADER_COUNT, TARGET_BYTES = 32 << 10, 100, 8 << 10


class Misdirected(Problem):
    """HTTP 421: asked for by a name that is not ours, as when a foreign name is pointed at this address."""

    status, code = 421, "host-unknown"


class HeadersTooLarge(Problem):
    status, code = 431, "headers-too-large"


class MethodRefused(Problem):
    status, code = 405, "method-not-allowed"


class Admission:
    """`origins`: addresses under which browsers and the other services reach the gateway; `guests`: other sites, for
    OPEN_PATH alone."""

    def __init__(self, *origins: str, guests: Iterable[str] = ()) -> None:
        self._guests = frozenset(map(_origin, guests))
        self._origin = origins[0]
        self._origins = frozenset({_origin(origins[0])})
        self._hosts = frozenset(urlsplit(one).netloc.lower() for one in origins)

    def check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        self._check_size(scope)
        if headers.get("host", "").lower() not in self._hosts or len(headers.getlist("host")) != 1:
            raise Misdirected(origin=self._origin)
        self._check_path(scope["raw_path"])
        if scope["path"].rstrip("/") in INSIDE_ONLY:  # decoded, as routes are found
            raise NotFound("page-not-found")
        method = scope.get("method", "GET")
        if method not in METHODS:
            raise MethodRefused
        handshake = scope["type"] == "websocket"
        if (handshake or method not in SAFE_METHODS) and not self.is_guest(scope):
            self._check_origin(headers, handshake=handshake)

    def is_guest(self, scope: Scope) -> bool:
        """Whether another site asks that may: its visitors' sessions here count for nothing."""
        path = scope["raw_path"]
        inside = path == OPEN_PATH or path.startswith(OPEN_PATH + b"/")
        return inside and scope["type"] == "http" and Headers(scope=scope).get("origin") in self._guests

    def _check_size(self, scope: Scope) -> None:
        headers = scope["headers"]
        target = len(scope["raw_path"]) + len(scope["query_string"])
        size = sum(len(name) + len(value) for name, value in headers)
        if size > HEADER_BYTES or len(headers) > HEADER_COUNT or target > TARGET_BYTES:
            raise HeadersTooLarge(limit=HEADER_BYTES)

    def _check_path(self, path: bytes) -> None:
        """The same bytes are read by the door and by the service behind it, so nothing may have two readings."""
        if TRICKS.search(path):
            raise Malformed("path-malformed")

    def _check_origin(self, headers: Headers, *, handshake: bool) -> None:
        """Browsers name the page a request comes from; programs, which have no cookies, do not."""
        origin = headers.get("origin")
        if origin is None and handshake and "cookie" in headers:
            raise Denied("origin-foreign")
        if origin is not None and origin not in self._origins:
            raise Denied("origin-foreign")
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            raise Denied("origin-foreign")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower()}"
