"""Platforms asked with the reader's own token: they decide what the reader may know and do."""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import date
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Annotated, Any, TypeVar
from uuid import UUID

import httpx
from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant_staff.owner.errors import OwnerAway, OwnerRefused
from assistant_staff.owner.schemas import OWNERS, Day, Ids, Kind, Opened, Party, Refusal, Told, WorkItem, WorkPage
from kit import http

Kept = TypeVar("Kept", bound=BaseModel)
NOTHING = frozenset({403, 404})
"""Who may not ask there may open nothing of it."""
MOST_IDS, LISTED = 500, 20
PARTIES = TypeAdapter(list[Party])


class Reader:
    """One person's; `away` names the platforms that did not answer."""

    def __init__(self, asking: httpx.AsyncClient, urls: dict[str, str], authorization: str) -> None:
        self._http = asking
        self._urls, self._authorization = urls, authorization
        self.away: set[str] = set()

    async def readable(self, kind: Kind, ids: Collection[UUID]) -> set[UUID]:
        """Of these, those this person may open; nothing while the owner is away."""
        owner = OWNERS[kind]
        if not ids or owner in self.away:
            return set()
        data = {"kind": kind, "ids": [str(one) for one in list(ids)[:MOST_IDS]]}
        try:
            answer = await self._send(owner, "POST", f"/{owner}/api/v1/readable", json=data)
            if answer.status_code in NOTHING:
                return set()
            return set(_read(owner, Ids, answer).ids) & set(ids)
        except OwnerAway:
            self.away.add(owner)
            return set()

    async def day(self) -> Day:
        return _read("governance", Day, await self._send("governance", "GET", "/governance/api/v1/day"))

    async def tasks_due(self, first: date | None, last: date) -> list[WorkItem]:
        """Open ones of this person, by deadline."""
        return await self._due("tasks", first, last, of="mine", sort="due")

    async def documents_due(self, first: date | None, last: date) -> list[WorkItem]:
        """Not settled, visible to this person, by deadline."""
        return await self._due("documents", first, last, sort="due_on")

    async def _due(self, what: str, first: date | None, last: date, **more: str) -> list[WorkItem]:
        wanted: dict[str, Any] = {"state": "open", "due_to": last, "limit": LISTED, **more}
        if first:
            wanted["due_from"] = first
        answer = await self._send("governance", "GET", f"/governance/api/v1/{what}", params=wanted)
        return _read("governance", WorkPage, answer).items

    async def parties(self, words: str) -> list[Party]:
        wanted = {"q": words[:100], "limit": 20}
        answer = await self._send("governance", "GET", "/governance/api/v1/tasks/parties", params=wanted)
        try:
            return PARTIES.validate_json(_settled("governance", answer).content)
        except ValidationError as error:
            raise OwnerAway(owner="governance") from error

    async def open_task(self, data: dict[str, Any], story: str = "") -> Opened:
        """As a part of the story, where it belongs to one."""
        answer = await self._send("governance", "POST", "/governance/api/v1/tasks", story, json=data)
        return _read("governance", Opened, answer)

    async def story(self, page: str) -> str:
        """Correlation id of what is shown there; empty while its platform is away, or for who may not open it."""
        owner, _, rest = page.strip("/").partition("#")[0].partition("/")
        try:
            answer = await self._send(owner, "GET", f"/{owner}/api/v1/{rest}")
            return _read(owner, Told, answer).correlation_id
        except (OwnerAway, OwnerRefused):
            return ""

    async def _send(self, owner: str, method: str, path: str, story: str = "", **options: Any) -> httpx.Response:
        headers = {"Authorization": self._authorization} | ({"X-Correlation-Id": story} if story else {})
        try:
            url = self._urls[owner].rstrip("/") + path
            answer = await self._http.request(method, url, headers=headers, **options)
        except httpx.HTTPError as error:
            raise OwnerAway(owner=owner) from error
        if answer.status_code >= 500:
            raise OwnerAway(owner=owner)
        return answer


def _settled(owner: str, answer: httpx.Response) -> httpx.Response:
    """OwnerRefused, with the reason the platform gives, where it says no."""
    if answer.is_success:
        return answer
    try:
        told = Refusal.model_validate_json(answer.content)
    except ValidationError as error:
        raise OwnerAway(owner=owner) from error
    raise OwnerRefused(owner=owner, reason=told.detail or told.title)


def _read(owner: str, kind: type[Kept], answer: httpx.Response) -> Kept:
    try:
        return kind.model_validate_json(_settled(owner, answer).content)
    except ValidationError as error:
        raise OwnerAway(owner=owner) from error


def urls_of(settings: Any, names: Iterable[str] = ("governance", "meetings")) -> dict[str, str]:
    return {name: getattr(settings, f"{name}_url") for name in names}


@asynccontextmanager
async def owners_are_asked(app: FastAPI) -> AsyncIterator[None]:
    """Connections are kept from one question to the next; cookies never, for the next one is another person's."""
    nothing = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    async with http.client(cookies=nothing) as asking:
        app.state.owners = asking
        yield


async def reader_of(request: Request) -> Reader:
    state = request.app.state
    return Reader(state.owners, urls_of(state.settings), request.headers.get("authorization", ""))


Owners = Annotated[Reader, Depends(reader_of)]
