"""Alerts as those who watch meet them: rules over HTTP, figures over HTTP, events off the bus."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import orjson
from redis.asyncio import Redis

from tests.monitoring.watch import API, SCIENCE, SECONDS_TO_ARRIVE, Watch

RAISED, RECOVERED = "monitoring.alert-raised.v1", "monitoring.alert-recovered.v1"
PILLAR = {"covers": "pillar", "pillar": "cybersecurity"}
WATCHING = ("indicators:read", "observations:write", "alerts:read", "alerts:write")
OVERSEEING = (*WATCHING, "monitoring:province")


class Guard:
    def __init__(self, watch: Watch, bus_url: str) -> None:
        self.watch, self.http, self._bus_url = watch, watch.http, bus_url
        self.headers = watch.as_(*OVERSEEING)

    def at(self, moment: datetime) -> None:
        self.watch.app.state.clock = lambda: moment

    async def post(self, path: str, data: dict[str, Any], *, status: int = 201, **claims: Any) -> dict[str, Any]:
        answer = await self.http.post(f"{API}{path}", json=data, headers=self._as(claims))
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def put(self, path: str, data: dict[str, Any], *, status: int = 200, **claims: Any) -> dict[str, Any]:
        answer = await self.http.put(f"{API}{path}", json=data, headers=self._as(claims))
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str, *, status: int = 200, **claims: Any) -> dict[str, Any]:
        answer = await self.http.get(f"{API}{path}", headers=self._as(claims))
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def _as(self, claims: dict[str, Any]) -> dict[str, str]:
        if not claims:
            return self.headers
        scopes = claims.pop("scopes", WATCHING)
        return self.watch.as_(*scopes, **claims)

    async def rule(self, **values: Any) -> dict[str, Any]:
        """Of the one pillar whose figures no platform fills by itself."""
        facts = {"name": "Dưới mức đề ra", "kind": "threshold", "bound": 80, "recovery": 90, **PILLAR}
        return await self.post("/alert-rules", {**facts, **values})

    async def figure(self, code: str, period: str, value: float, **more: Any) -> None:
        share = {"numerator": value, "denominator": 100}
        answer = await self.watch.report(code, period, headers=self.headers, **share, **more)
        assert answer.status_code in {200, 201}, answer.text

    async def alerts(self, **wanted: str) -> list[dict[str, Any]]:
        answer = await self.http.get(f"{API}/alerts", params=wanted, headers=self.headers)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def until(self, fits: Callable[[list[dict[str, Any]]], bool], **wanted: str) -> list[dict[str, Any]]:
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while not fits(found := await self.alerts(**wanted)):
                await asyncio.sleep(0.05)
        return found

    async def one(self, state: str) -> dict[str, Any]:
        """The only alert, once it is in this state."""
        return (await self.until(lambda found: [one["state"] for one in found] == [state]))[0]

    async def judged(self) -> None:
        """Until nothing waits to be judged."""
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while await self._waiting():
                await asyncio.sleep(0.05)

    async def _waiting(self) -> int:
        async with self.watch.app.state.database.engine.connect() as connection:
            query = "SELECT count(*) FROM indicator_change WHERE reader = 'alert'"
            found = await connection.exec_driver_sql(query)
            return int(found.scalar_one())

    async def told(self, topic: str, count: int) -> list[dict[str, Any]]:
        """The envelopes on the bus, once there are so many."""
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while len(found := await self.heard(topic)) < count:
                await asyncio.sleep(0.05)
        return found

    async def heard(self, topic: str) -> list[dict[str, Any]]:
        async with Redis.from_url(self._bus_url) as redis:
            streams = [key for key in await redis.keys(f"*{topic}*") if await redis.type(key) == b"stream"]
            found: list[Any] = [entry for key in streams for entry in await redis.xrange(key) or []]
        return [orjson.loads(_body(fields)) for _, fields in found]


def _body(fields: dict[bytes, bytes]) -> bytes:
    return next(value for value in fields.values() if value.startswith(b"{"))


def errors(answer: httpx.Response) -> list[str]:
    return [one["field"] for one in answer.json()["errors"]]


__all__ = ["API", "OVERSEEING", "RAISED", "RECOVERED", "SCIENCE", "WATCHING", "Guard", "errors"]
