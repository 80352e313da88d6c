"""A part of a page that can be left out asks with `Quiet: ?1`: it gets an answer or none at all (204), no error.

A browser writes every error into its console, and a page would stand there broken because of its bell.
"""

from starlette.types import Message, Scope, Send

ASKED = (b"quiet", b"?1")
FIRST_ERROR = 400
NOTHING = {"type": "http.response.start", "status": 204, "headers": [(b"cache-control", b"no-store")]}


def asks_quietly(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] == "GET" and ASKED in scope["headers"]


def hushed(send: Send) -> Send:
    silent = False

    async def hushing(message: Message) -> None:
        nonlocal silent
        if message["type"] == "http.response.start" and message["status"] >= FIRST_ERROR:
            silent = True
            await send(NOTHING)
            await send({"type": "http.response.body"})
        elif not silent:
            await send(message)

    return hushing
