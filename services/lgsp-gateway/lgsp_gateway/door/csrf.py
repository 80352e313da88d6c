"""Unsafe requests of a signed-in browser must repeat the token of its cookie (the contract of kit.web.csrf).

A form's token is looked for in the first bytes of the body, which are then given on; nothing more is held. A form whose
token comes later than that, such as a large upload, is let in when the browser itself vouches for its page.
"""

import re
from secrets import compare_digest
from urllib.parse import unquote_plus

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from kit.errors import Denied
from kit.web.csrf import FIELD, HEADER

LOOK = 64 << 10
URLENCODED = re.compile(rb"(?:^|&)%s=([^&]{0,200})(?:&|$)" % FIELD.encode())
MULTIPART = re.compile(rb'name="%s"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]{0,200})\r\n' % FIELD.encode())
FORMS = {"application/x-www-form-urlencoded": URLENCODED, "multipart/form-data": MULTIPART}


async def checked(headers: Headers, cookie: str, receive: Receive) -> Receive:
    """The body's channel, to be used from now on; raises Denied."""
    if _equal(headers.get(HEADER, ""), cookie):
        return receive
    pattern = FORMS.get(headers.get("content-type", "").partition(";")[0].strip().lower())
    if pattern is None or not cookie:
        raise Denied("csrf-refused")
    seen, whole, again = await _beginning(receive, pattern)
    found = pattern.search(seen)
    if found and _complete(found, seen, whole) and _equal(unquote_plus(found[1].decode("latin-1")), cookie):
        return again
    if found is None and not whole and headers.get("sec-fetch-site") == "same-origin":
        return again
    raise Denied("csrf-refused")


def _equal(given: str, cookie: str) -> bool:
    return bool(cookie) and compare_digest(given.encode(), cookie.encode())


def _complete(found: re.Match[bytes], seen: bytes, whole: bool) -> bool:
    """A value that ends where our look ends may go on."""
    return whole or found.end() < len(seen) or seen.endswith((b"&", b"\n"))


async def _beginning(receive: Receive, pattern: re.Pattern[bytes]) -> tuple[bytes, bool, Receive]:
    """What was read, whether that is all, and a channel that gives it again before the rest."""
    messages: list[Message] = []
    seen, whole = b"", False
    while len(seen) < LOOK and not whole:
        message = await receive()
        messages.append(message)
        seen += message.get("body", b"")
        whole = not message.get("more_body", False)
        found = pattern.search(seen)
        if found and _complete(found, seen, whole):
            break
    messages.reverse()

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return seen, whole, again
