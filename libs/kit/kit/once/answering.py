"""Around the handler of a route: FastAPI ends the route's transaction only after the handler has given its answer."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from kit.auth.requirement import Requirement
from kit.db import open_session
from kit.errors import Malformed
from kit.once.errors import AlreadyDone, KeyReused
from kit.once.keeping import PURPOSE, packed, unpacked
from kit.once.tables import Answered
from kit.vault import Vault
from kit.web.csrf import FIELD as CSRF
from kit.web.messages import is_partial
from kit.web.once import FIELD

HEADER, LONGEST = "Idempotency-Key", 80
FORM = "application/x-www-form-urlencoded"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Repeated(Exception):
    """No error: the way out of a route that has nothing left to do."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer


@dataclass
class Once:
    """One wish. `begin` is called by whoever opens the session of the request (kit.db)."""

    request: Request
    needs: Sequence[Requirement]
    key: str
    digest: str
    is_form: bool
    identity: str = ""
    session: AsyncSession | None = None

    @property
    def vault(self) -> Vault:
        return Vault.of(self.request.app.state.settings, PURPOSE)

    async def begin(self, session: AsyncSession) -> None:
        """Waits for another who is just doing the same. Raises what ends the request if it was done before."""
        caller = await self.request.app.state.bearer.caller(self.request.headers.get("authorization"))
        # a form that came back from the browser's history is another wish once something in it is changed
        parts = (caller.subject, self.request.url.path, self.key, self.digest if self.is_form else "")
        self.identity = sha256("\0".join(parts).encode()).hexdigest()
        row = insert(Answered).values(id=self.identity, digest=self.digest).on_conflict_do_nothing()
        if await session.scalar(row.returning(Answered.id)) is None:
            await self._repeat(session)
        self.session = session

    async def _repeat(self, session: AsyncSession) -> None:
        for need in self.needs:
            await need(self.request, None)
        known = await session.get(Answered, self.identity)
        if known is None:
            raise AlreadyDone
        if known.digest != self.digest:
            raise KeyReused
        raise Repeated(unpacked(self.vault, known))

    async def keep(self, response: Response) -> None:
        """Only what was done: a form shown again with what is wrong in it may be sent again."""
        if self.session is None:
            return
        done = response.status_code == 303 if self.is_form else response.status_code < 300
        own = Answered.id == self.identity
        if done and hasattr(response, "body"):
            kept = update(Answered).where(own).values(answer=packed(self.vault, self.identity, response))
            await self.session.execute(kept)
        else:
            await self.session.execute(delete(Answered).where(own))


def answer_once(route: APIRoute) -> None:
    """Every POST that changes something in a transaction of its own."""
    calls = list(_calls(route.dependant))
    if "POST" not in (route.methods or ()) or open_session not in calls:
        return
    needs = [call for call in calls if isinstance(call, Requirement)]
    made = route.get_route_handler

    def handler() -> Handler:
        return _answering(made(), needs)

    # FastAPI asks for the handler anew for each app that includes the route
    route.get_route_handler = handler  # type: ignore[method-assign]


def _answering(handle: Handler, needs: Sequence[Requirement]) -> Handler:
    async def answer(request: Request) -> Response:
        once = await _wish(request, needs)
        if once is None:
            return await handle(request)
        request.state.once = once
        try:
            response = await handle(request)
        except Repeated as repeated:
            return repeated.answer
        await once.keep(response)
        return response

    return answer


async def _wish(request: Request, needs: Sequence[Requirement]) -> Once | None:
    if request.headers.get("authorization", "")[:7].lower() != "bearer ":
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if key := request.headers.get(HEADER, ""):
        if len(key) > LONGEST:
            raise Malformed
        return Once(request, needs, key, _digest(await _body(request) if kind.endswith("json") else b""), is_form=False)
    if kind == FORM and not is_partial(request) and "/api/" not in request.url.path:
        return await _wish_of_form(request, needs)
    return None


async def _wish_of_form(request: Request, needs: Sequence[Requirement]) -> Once | None:
    await _body(request)
    form = await request.form(max_fields=1000)
    key = form.get(FIELD, "")
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST:
        return None
    sent = [(name, str(value)) for name, value in form.multi_items() if name not in {CSRF, FIELD}]
    return Once(request, needs, key, _digest(urlencode(sent).encode()), is_form=True)


async def _body(request: Request) -> bytes:
    """Starlette keeps it for whoever reads it next."""
    try:
        return await request.body()
    except ClientDisconnect as error:
        raise Malformed from error


def _digest(sent: bytes) -> str:
    return sha256(sent).hexdigest()


def _calls(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)
