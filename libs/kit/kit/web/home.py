"""What the first page of the whole shows of each service: what needs this person, and what just happened.

    async def gather(session, caller, now, reader) -> Home: ...
    create_app(..., home=gather)

gives `/<service>/api/v1/home`, in the words of the reader's language. Every service answers for itself, of what this
caller may see and no more, counts included; the front door asks all of them at once and sorts what comes.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.consumer.dead_letters import count_waiting
from kit.db import Session
from kit.routing import include
from kit.web.translations import Translator, translator

MOST_ITEMS, MOST_HAPPENINGS = 5, 6
MOST_TITLE = 200
"""Letters: a document's extract may be a page long."""
BROKEN, URGENT, PRESSING, USUAL, LIGHT = 95, 80, 60, 40, 20
"""Weights: something is broken; urgent by its own marks; others wait for it; as usual; whenever there is time."""

Tone = Literal["success", "info", "warning", "danger"]
Group = Literal["overdue", "today", "waiting"]


class Attention(BaseModel):
    """`why` says what makes it this person's, `next` what to do; both in the reader's language. `due_on`: the day it
    has to be done; `starts_at`: the moment it begins, where it is something to be at."""

    kind: Annotated[str, Field(max_length=40, pattern=r"^[a-z]+(-[a-z]+)*$")]
    title: Annotated[str, Field(max_length=MOST_TITLE)]
    why: Annotated[str, Field(max_length=300)]
    next: Annotated[str, Field(max_length=60)]
    path: Annotated[str, Field(max_length=500, pattern=r"^/[^/\\]")]
    due_on: date | None = None
    starts_at: datetime | None = None
    weight: Annotated[int, Field(ge=0, le=100)] = USUAL

    def group(self, today: date) -> Group:
        day = local_day(self.starts_at) if self.starts_at else self.due_on
        if self.due_on and self.due_on < today:
            return "overdue"
        return "today" if day and day <= today else "waiting"


class Happening(BaseModel):
    """`text` in the reader's language."""

    at: datetime
    text: Annotated[str, Field(max_length=500)]
    path: Annotated[str, Field(max_length=500, pattern=r"^(/[^/\\].*)?$")] = ""
    tone: Tone = "info"


class Home(BaseModel):
    """The most pressing first; `count`: of all there are, `path`: where all of them stand. Of what happened
    the latest first."""

    attention: Annotated[list[Attention], Field(max_length=MOST_ITEMS)]
    count: Annotated[int, Field(ge=0)] = 0
    path: Annotated[str, Field(max_length=500, pattern=r"^(/[^/\\].*)?$")] = ""
    happenings: Annotated[list[Happening], Field(max_length=MOST_HAPPENINGS)] = []


NOTHING = Home(attention=[])
Gather = Callable[[AsyncSession, Caller, datetime, Translator], Awaitable[Home]]
SignedIn = Annotated[Caller, requires()]
GROUPS: tuple[Group, ...] = ("overdue", "today", "waiting")


def ranked(items: Iterable[Attention], today: date) -> list[Attention]:
    """By group; of a group the heaviest, then what is due or begins first."""
    return sorted(items, key=lambda one: _rank(one, today))


def latest(happenings: Iterable[Happening], most: int = MOST_HAPPENINGS) -> list[Happening]:
    return sorted(happenings, key=lambda one: one.at, reverse=True)[:most]


def short(title: str) -> str:
    return title if len(title) <= MOST_TITLE else f"{title[: MOST_TITLE - 2].rstrip()} …"


def show_home(app: FastAPI, service: str, gather: Gather | None) -> None:
    """A service without `gather` still says what its operators have to see to."""
    app.state.gather = gather
    include(app, _router(service))


@cache
def _router(service: str) -> APIRouter:
    router = APIRouter(tags=["home"])
    router.get(f"/{service}/api/v1/home", name="home")(read)
    return router


async def read(request: Request, caller: SignedIn, session: Session, now: Now) -> Home:
    """What needs the caller's attention here, and what just happened."""
    return await gather_home(request, session, caller, now)


async def gather_home(request: Request, session: AsyncSession, caller: Caller, now: datetime) -> Home:
    gather: Gather | None = request.app.state.gather
    home = await gather(session, caller, now, translator(request)) if gather else NOTHING
    letters = await _dead_letters(request, session, caller)
    if not letters:
        return home
    items = ranked([*home.attention, *letters], local_day(now))[:MOST_ITEMS]
    return home.model_copy(update={"attention": items, "count": home.count + len(letters)})


async def _dead_letters(request: Request, session: AsyncSession, caller: Caller) -> list[Attention]:
    if "events:read" not in caller.scopes:
        return []
    count, service = await count_waiting(session), request.app.state.settings.service
    t = translator(request).t
    letters = Attention(
        kind="dead-letters",
        title=t("home.dead_letters", count=count, platform=t(f"platform.{service}.title")),
        why=t("home.dead_letters_why"),
        next=t("home.dead_letters_next"),
        path=f"/{service}/dead-letters",
        weight=PRESSING,
    )
    return [letters] if count else []


def _rank(one: Attention, today: date) -> tuple[int, int, date, float, str]:
    begins = one.starts_at.timestamp() if one.starts_at else 0.0
    return GROUPS.index(one.group(today)), -one.weight, one.due_on or date.max, begins, one.title
