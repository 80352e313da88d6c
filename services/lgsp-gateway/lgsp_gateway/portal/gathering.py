"""All platforms are asked at once what they have for a person's first page, with that person's own token. What has not
come in time is named, and asked for again with more patience; nobody waits for who is away."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from aiohttp import ClientError, ClientSession
from fastapi import Request
from pydantic import ValidationError

from kit.auth import Caller
from kit.context import correlation_id, request_id
from kit.telemetry import traceparent
from kit.web.home import GROUPS, Attention, Group, Happening, Home, gather_home, latest, ranked
from kit.web.translations import translator
from lgsp_gateway.portal.answers import body_of
from lgsp_gateway.settings import Settings

PATIENT = 5.0
"""Seconds for all of them together, where somebody waits for the slow ones."""
MOST_ITEMS, MOST_HAPPENINGS = 15, 8


class Item(NamedTuple):
    """Something that needs the reader, and which platform says so."""

    platform: str
    attention: Attention


class Happened(NamedTuple):
    platform: str
    happening: Happening


@dataclass(frozen=True, slots=True)
class Day:
    """What came of whom; `late`: has not answered yet, `away`: cannot be reached or answers nonsense."""

    homes: Mapping[str, Home]
    late: Sequence[str]
    away: Sequence[str]

    def groups(self, today: date) -> list[tuple[Group, list[Item]]]:
        """What is most pressing over all platforms, by group; groups without anything are left out."""
        of = {id(one): name for name, home in self.homes.items() for one in home.attention}
        items = [Item(of[id(one)], one) for one in ranked(self._attention(), today)[:MOST_ITEMS]]
        found = [(group, [item for item in items if item.attention.group(today) == group]) for group in GROUPS]
        return [(group, items) for group, items in found if items]

    def happenings(self) -> list[Happened]:
        of = {id(one): name for name, home in self.homes.items() for one in home.happenings}
        all_of_them = (one for home in self.homes.values() for one in home.happenings)
        return [Happened(of[id(one)], one) for one in latest(all_of_them, MOST_HAPPENINGS)]

    @property
    def counts(self) -> list[tuple[str, Home]]:
        """Platforms where something waits, the most first."""
        waiting = [(name, home) for name, home in self.homes.items() if home.count]
        return sorted(waiting, key=lambda pair: -pair[1].count)

    def _attention(self) -> list[Attention]:
        return [one for home in self.homes.values() for one in home.attention]


async def gather_day(request: Request, caller: Caller, now: datetime, *, patient: bool) -> Day:
    """The gateway need not ask itself."""
    settings: Settings = request.app.state.settings
    seconds = PATIENT if patient else settings.home_seconds
    async with asyncio.TaskGroup() as group:
        mine = group.create_task(_own(request, caller, now))
        others = group.create_task(_ask_others(request, settings, seconds))
    day = others.result()
    return replace(day, homes={settings.service: mine.result(), **day.homes})


async def _own(request: Request, caller: Caller, now: datetime) -> Home:
    async with request.app.state.database.session() as session:
        return await gather_home(request, session, caller, now)


async def _ask_others(request: Request, settings: Settings, seconds: float) -> Day:
    client, headers = request.app.state.upstream_client, _headers(request)
    asked = {
        name: asyncio.create_task(_ask(client, f"{url.rstrip('/')}/{name}/api/v1/home", headers))
        for name, url in settings.platform_urls.items()
        if name != settings.service
    }
    try:
        if asked:
            await asyncio.wait(asked.values(), timeout=seconds)
    finally:  # also when who asked has gone: nobody goes on asking
        late = [name for name, task in asked.items() if task.cancel()]
    answers = {name: task.result() for name, task in asked.items() if name not in late}
    came = {name: home for name, home in answers.items() if home is not None}
    return Day(came, late, [name for name in answers if name not in came])


async def _ask(client: ClientSession, url: str, headers: Mapping[str, str]) -> Home | None:
    try:
        async with client.get(url, headers=headers) as answer:
            return Home.model_validate_json(await body_of(answer)) if answer.status == 200 else None
    except (ClientError, TimeoutError, OSError, ValidationError):
        return None


def _headers(request: Request) -> dict[str, str]:
    labels = {
        "Authorization": request.headers.get("authorization"),
        "Accept": "application/json",
        "Cookie": f"lang={translator(request).language}",
        "X-Request-Id": request_id.get(),
        "X-Correlation-Id": correlation_id.get(),
        "traceparent": traceparent(),
    }
    return {name: value for name, value in labels.items() if value}
