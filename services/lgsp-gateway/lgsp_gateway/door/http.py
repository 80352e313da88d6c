"""Passing an HTTP request to another platform and its answer back, both as they come."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientConnectionError, ClientConnectorError, ClientError, ClientResponse, ClientSession
from multidict import CIMultiDict
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from lgsp_gateway.door.body import Body, BrowserGone
from lgsp_gateway.door.headers import OWN, end_to_end, sets_cookie
from lgsp_gateway.door.refusal import PlatformBroken, PlatformDown, PlatformSlow
from lgsp_gateway.door.upstream import Upstream

log = logging.getLogger(__name__)
RETRY_SECONDS = 0.25
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})
STREAM = b"text/event-stream"


class HttpPassage:
    """`answer_seconds`: of silence, to the answer's first byte; `body_limit`: of the request, in bytes;
    `own_cookies`: names that no platform may set."""

    def __init__(self, *, answer_seconds: float, body_limit: int, own_cookies: frozenset[str]) -> None:
        self._answer_seconds, self._body_limit, self._own_cookies = answer_seconds, body_limit, own_cookies

    async def __call__(self, upstream: Upstream, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises a Problem as long as nothing has been answered."""
        body = Body(Headers(scope=scope), receive, limit=self._body_limit)
        serving = asyncio.create_task(self._serve(upstream, scope, body, send))
        leaving = asyncio.create_task(body.left())
        try:
            await asyncio.wait({serving, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
        except BrowserGone:
            pass
        finally:
            await _ended(serving, leaving)

    async def _serve(self, upstream: Upstream, scope: Scope, body: Body, send: Send) -> None:
        async with self._answer(upstream, scope, body) as answer:
            headers = [
                pair
                for pair in end_to_end(answer.raw_headers)
                if pair[0].lower() not in OWN and not sets_cookie(pair, self._own_cookies)
            ]
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            if await _copied(upstream, scope, answer, send):
                await send({"type": "http.response.body"})

    @asynccontextmanager
    async def _answer(self, upstream: Upstream, scope: Scope, body: Body) -> AsyncIterator[ClientResponse]:
        try:
            async with asyncio.timeout(self._answer_seconds) as silence:
                body.moved = lambda: silence.reschedule(asyncio.get_running_loop().time() + self._answer_seconds)
                answer = await _asked(upstream, scope, body)
        except TimeoutError as error:
            raise PlatformSlow(upstream.service) from error
        except ClientConnectorError as error:
            raise PlatformDown(upstream.service) from error
        except (ClientError, ValueError) as error:
            if body.problem is not None:
                raise body.problem from error
            raise PlatformBroken(upstream.service) from error
        finally:
            body.moved = lambda: None
        try:
            yield answer
        finally:
            answer.close() if not answer.content.at_eof() else answer.release()


async def _asked(upstream: Upstream, scope: Scope, body: Body) -> ClientResponse:
    """Once more where nothing can have been done yet: there was no connection, or a kept one had just been closed."""
    try:
        return await _ask(upstream, scope, body)
    except ClientConnectorError:
        await asyncio.sleep(RETRY_SECONDS)
    except ClientConnectionError:
        if scope["method"] not in IDEMPOTENT or body.begun:
            raise
    return await _ask(upstream, scope, body)


async def _ask(upstream: Upstream, scope: Scope, body: Body) -> ClientResponse:
    client: ClientSession = scope["app"].state.upstream_client
    headers = CIMultiDict(
        (name.decode("latin-1"), value.decode()) for name, value in end_to_end(scope["headers"]) if name != b"expect"
    )
    return await client.request(
        scope["method"],
        upstream.url(scope["raw_path"], scope["query_string"]),
        headers=headers,
        data=None if body.is_empty else body.chunks(),
        allow_redirects=False,
    )


async def _copied(upstream: Upstream, scope: Scope, answer: ClientResponse, send: Send) -> bool:
    """Whether all of it was; what breaks off stays unfinished, so that the browser knows."""
    copying = _copy(answer, send)
    try:
        if answer.headers.get("content-type", "").encode().startswith(STREAM):
            await _until(scope["app"].state.closing, copying)
        else:
            await copying
    except (ClientError, TimeoutError) as error:
        log.warning("answer broke off", extra={"platform": upstream.service, "error": type(error).__name__})
        return False
    return True


async def _copy(answer: ClientResponse, send: Send) -> None:
    async for chunk in answer.content.iter_any():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _until(closing: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """An endless answer ends when the server does."""
    working, waiting = asyncio.create_task(work), asyncio.create_task(closing.wait())
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        await _ended(working, waiting)


async def _ended(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
