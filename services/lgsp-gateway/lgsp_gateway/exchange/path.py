"""Normalise, then match, then forward exactly what was matched.

A path is cut into segments, each decoded once. Whatever two programs could read differently is refused, so that the
segments that are matched and the bytes that are forwarded can only mean one thing to the provider.
"""

import re
from unicodedata import category, normalize
from urllib.parse import quote, unquote_to_bytes

from lgsp_gateway.exchange.faults import ClientFault

LONGEST = 2_000  # bytes, the guidance of X-Road
PLAIN = re.compile(rb"(?:/[A-Za-z0-9_~!$&'()*+,=:@.-]*)*")
PLAIN_TEXT = re.compile(PLAIN.pattern.decode())
BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
ESCAPE_LEFT = re.compile(r"%[0-9A-Fa-f]{2}")
FORBIDDEN = re.compile(r"[/\\;\x00-\x1f\x7f]")
SLASHES = frozenset("∕⁄∖⧵⧸⧹╱╲")  # looked upon as / and \ by programs that fold to the nearest letter
UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
SAFE = "~!$&'()*+,=:@"


def segments_of(raw: bytes) -> tuple[str, ...]:
    """The decoded segments of `/a/b%20c`; a closing slash gives an empty last one. Raises ClientFault."""
    if len(raw) > LONGEST:
        raise ClientFault(414, "PathTooLong", most=LONGEST)
    if not raw:
        return ()
    if PLAIN.fullmatch(raw):
        segments = tuple(raw[1:].decode("ascii").split("/"))
    else:
        segments = tuple(_decoded(part) for part in raw[1:].split(b"/"))
    _refuse_dots_and_gaps(segments)
    return segments


def forwarded(segments: tuple[str, ...]) -> bytes:
    """The one way of writing these segments."""
    path = "/" + "/".join(segments) if segments else ""
    if not PLAIN_TEXT.fullmatch(path):
        path = "".join(["/" + quote(segment, safe=SAFE) for segment in segments])
    return path.encode("ascii")


def _refuse_dots_and_gaps(segments: tuple[str, ...]) -> None:
    if "" in segments[:-1] or "." in segments or ".." in segments:
        raise _tricky()


def _decoded(part: bytes) -> str:
    if BAD_ESCAPE.search(part):
        raise _tricky()
    try:
        decoded = unquote_to_bytes(part).decode("utf-8")  # strict: overlong forms and lone surrogates are refused
    except UnicodeDecodeError as error:
        raise _tricky() from error
    folded = normalize("NFKC", decoded)
    if FORBIDDEN.search(folded) or ESCAPE_LEFT.search(folded) or folded in {".", ".."}:
        raise _tricky()
    if not SLASHES.isdisjoint(decoded) or any(category(letter) in UNSAFE_CATEGORIES for letter in decoded):
        raise _tricky()
    return normalize("NFC", decoded)


def _tricky() -> ClientFault:
    return ClientFault(400, "MalformedPath")
