"""Asks every platform how it is, and tells the feed when that changes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from kit.jobs import every
from lgsp_gateway.portal.answers import body_of
from lgsp_gateway.portal.news import forget_old_news
from lgsp_gateway.portal.queries import health_by_service
from lgsp_gateway.portal.service import forget_old, tell_health
from lgsp_gateway.portal.tables import PlatformHealth
from lgsp_gateway.settings import Settings

ASK_SECONDS = 5
"""Whoever is only slow is not away; a port where nobody answers is known at once."""
CONNECTION = "connection"


@dataclass(frozen=True, slots=True)
class Found:
    """`reason` is empty when the platform is ready."""

    reason: str
    restarts: int


@every(timedelta(seconds=2), name="platform-health")
async def watch_platforms(session: AsyncSession, app: FastAPI) -> None:
    settings: Settings = app.state.settings
    restarts = await asyncio.to_thread(_restarts, settings.supervisor_status)
    reasons = await _ask_all(app.state.upstream_client, settings)
    known, now = await health_by_service(session), app.state.clock()
    for service, reason in reasons.items():
        await _note(session, known.get(service), service, Found(reason, restarts.get(service, 0)), now)


@every(timedelta(hours=6), name="forget-old-feed")
async def forget_old_feed(session: AsyncSession, app: FastAPI) -> None:
    await forget_old(session, app.state.clock(), app.state.settings.feed_days)
    await forget_old_news(session, app.state.clock())


async def _ask_all(client: ClientSession, settings: Settings) -> dict[str, str]:
    """The gateway need not ask itself: it is here."""
    others = {name: url for name, url in settings.platform_urls.items() if name != settings.service}
    answers = await asyncio.gather(*(_ask(client, url) for url in others.values()))
    return {settings.service: "", **dict(zip(others, answers, strict=True))}


async def _ask(client: ClientSession, url: str) -> str:
    try:
        async with asyncio.timeout(ASK_SECONDS), client.get(f"{url.rstrip('/')}/readyz") as answer:
            checks = orjson.loads(await body_of(answer))["checks"]
            failing = [name for name, result in checks.items() if result != "ok"]
            return ", ".join(failing) or ("" if answer.status == 200 else CONNECTION)
    except (ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return CONNECTION


async def _note(session: AsyncSession, row: PlatformHealth | None, service: str, found: Found, now: datetime) -> None:
    state = "down" if found.reason else "up"
    if row is None:
        session.add(
            PlatformHealth(service=service, state=state, reason=found.reason, since=now, restarts=found.restarts)
        )
        return
    restarted = found.restarts > row.restarts
    if state == "down" and row.state == "up":
        await tell_health(session, service, "platform-down", "danger", now)
    elif state == "up" and restarted:
        await tell_health(session, service, "platform-restarted", "warning", now)
    elif state == "up" and row.state == "down":
        await tell_health(session, service, "platform-up", "success", now)
    if state != row.state or (state == "up" and restarted):
        row.since = now
    row.state, row.reason = state, found.reason
    if state == "up" or not restarted:
        row.restarts = found.restarts


def _restarts(status: str) -> Mapping[str, int]:
    """From the supervisor's file: [{"name": "monitoring", "restarts": 1, …}, …]."""
    try:
        children: list[dict[str, Any]] = orjson.loads(Path(status).read_bytes()) if status else []
        return {child["name"]: int(child["restarts"]) for child in children}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
