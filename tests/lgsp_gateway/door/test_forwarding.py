"""What the platforms are told of the way a request came, and whom they take for its asker."""

from typing import Any

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from lgsp_gateway.door.forwarding import Forwarding
from tests.support.settings import settings_of


def scope_of(peer: str, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return {"type": "http", "client": (peer, 1), "headers": headers, "scheme": "http"}


async def taken_for_asker(headers: Any, trusted: str) -> str:
    """By a platform, as uvicorn reads it there."""
    seen: dict[str, Any] = {}

    async def platform(scope: Any, _receive: Any, _send: Any) -> None:
        seen.update(scope)

    scope = {"type": "http", "client": ("10.42.0.9", 1), "headers": headers, "scheme": "http"}
    await ProxyHeadersMiddleware(platform, trusted)(scope, None, None)  # type: ignore[arg-type]
    return str(seen["client"][0])


@pytest.mark.parametrize("trusted", ["*", "10.0.0.0/8"])
@pytest.mark.parametrize(
    "forwarded",
    [
        ("203.0.113.9",),
        ("198.51.100.1, 203.0.113.9",),
        ("198.51.100.1", "203.0.113.9, 10.0.0.8"),
        ("rác, 203.0.113.9",),
    ],
)
async def test_nobody_chooses_the_address_platforms_count_by(forwarded: tuple[str, ...], trusted: str) -> None:
    settings = settings_of("lgsp_gateway", tls_terminators=["10.0.0.0/8"])
    scope = scope_of("10.0.0.7", *forwarded)
    headers = Forwarding(settings).labelled(scope)
    assert await taken_for_asker(headers, trusted) == "203.0.113.9"
    assert b"198.51.100.1" not in dict(headers)[b"x-forwarded-for"]
    Forwarding(settings).attribute(scope)
    assert (scope["client"], scope["state"]["peer"]) == (("203.0.113.9", 0), "10.0.0.7")


async def test_without_a_terminator_nothing_that_was_written_is_believed() -> None:
    headers = Forwarding(settings_of("lgsp_gateway")).labelled(scope_of("203.0.113.9", "198.51.100.1"))
    assert await taken_for_asker(headers, "*") == "203.0.113.9"
