"""What one box searches: every service finds in its own, and the front door shows what all of them found.

    async def find(session, caller, q, now) -> list[Hit]: ...       # folded by nobody yet, of MOST_LETTERS at most
    create_app(..., search=find)

gives `/<service>/search?q=` (a part for htmx, a page for everybody else) and `/<service>/api/v1/search?q=`.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.routing import include
from kit.web.render import render

FEWEST_LETTERS, MOST_LETTERS = 2, 200
MOST_HITS = 40


class Hit(BaseModel):
    """`kind` is the key of the text over hits of its kind ("task.title"); `title` and `note` are shown as they are."""

    kind: str
    title: str
    path: str
    note: str = ""
    title_en: str = ""
    """Where it has an English one."""


Find = Callable[[AsyncSession, Caller, str, datetime], Awaitable[list[Hit]]]
Asked = Annotated[str, Query(alias="q", max_length=MOST_LETTERS)]
SignedIn = Annotated[Caller, requires()]


class Found(BaseModel):
    """Hits of one kind stand together, the best first."""

    items: Sequence[Hit]


def show_search(app: FastAPI, service: str, find: Find | None) -> None:
    """A service without `find` has nothing to search."""
    if find is None:
        return
    app.state.find = find
    for router in _routers(service):
        include(app, router)


@cache
def _routers(service: str) -> tuple[APIRouter, APIRouter]:
    pages = APIRouter(tags=["search-page"], include_in_schema=False)
    pages.get(f"/{service}/search")(show)
    api = APIRouter(tags=["search"])
    api.get(f"/{service}/api/v1/search", name="search")(search)
    return pages, api


async def search(request: Request, caller: SignedIn, session: Session, now: Now, q: Asked = "") -> Found:
    """Nothing for fewer than two letters."""
    return Found(items=await _find(request, session, caller, q, now))


async def show(request: Request, caller: SignedIn, session: Session, now: Now, q: Asked = "") -> Response:
    hits = await _find(request, session, caller, q, now)
    kinds = [(kind, list(of_kind)) for kind, of_kind in groupby(hits, key=lambda hit: hit.kind)]
    return render(request, "search/found.html", block="found", q=q.strip(), kinds=kinds, enough=is_enough(q))


def is_enough(q: str) -> bool:
    return len(q.strip()) >= FEWEST_LETTERS


async def _find(request: Request, session: AsyncSession, caller: Caller, q: str, now: datetime) -> list[Hit]:
    if not is_enough(q):
        return []
    find: Find = request.app.state.find
    return (await find(session, caller, q.strip(), now))[:MOST_HITS]
