"""Asks the platform whose task or alert it is, with the caller's own token: nobody learns by it what they may not."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import httpx
from fastapi import Depends, Request
from pydantic import BaseModel, Field, ValidationError

from kit import http
from meetings.origin.errors import OriginAway, OriginHidden, OriginUnknown
from meetings.origin.schemas import About, OriginAsked

HIDDEN = frozenset({403, 404, 422})


class _Told(BaseModel):
    """The part that is used here of what governance tells of a task, monitoring of an alert."""

    title: str = ""
    code: str = ""
    period: str = ""
    correlation_id: Annotated[str, Field(max_length=200)] = ""
    state: str = ""
    severity: str = ""
    progress: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Source:
    setting: str
    api: str
    page: str


SOURCES = {
    ("governance", "task"): Source("governance_url", "/governance/api/v1/tasks", "/governance/tasks"),
    ("monitoring", "alert"): Source("monitoring_url", "/monitoring/api/v1/alerts", "/monitoring/alerts"),
}


class OriginFinder:
    def __init__(self, urls: dict[str, str], authorization: str) -> None:
        self._urls, self._authorization = urls, authorization

    async def find(self, asked: OriginAsked) -> About | None:
        """None where nothing is asked for; OriginUnknown where the caller sees no such thing."""
        if asked.origin_id is None:
            return None
        source = SOURCES.get((asked.origin_service, asked.origin_kind))
        if source is None:
            raise OriginUnknown
        told = await self._ask(self._urls[source.setting], f"{source.api}/{asked.origin_id}")
        return About(
            service=asked.origin_service,
            kind=asked.origin_kind,
            id=asked.origin_id,
            path=f"{source.page}/{asked.origin_id}",
            title=told.title or " · ".join(filter(None, (told.code, told.period))),
            correlation_id=told.correlation_id,
            **told.model_dump(include={"state", "severity", "progress", "due_on"}),
        )

    async def current(self, service: str | None, kind: str | None, origin_id: UUID | None) -> About:
        """What a meeting is about as it is now; OriginHidden where the caller sees no such thing."""
        named = {"origin_service": service or "", "origin_kind": kind or "", "origin_id": origin_id}
        try:
            found = await self.find(OriginAsked.model_validate(named))
        except OriginUnknown as error:
            raise OriginHidden from error
        if found is None:
            raise OriginHidden
        return found

    async def _ask(self, url: str, path: str) -> _Told:
        try:
            async with http.client(base_url=url, headers={"Authorization": self._authorization}) as client:
                answer = await client.get(path)
                if answer.status_code in HIDDEN:
                    raise OriginUnknown
                return _Told.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPError, ValidationError) as error:
            raise OriginAway from error


async def origin_finder(request: Request) -> OriginFinder:
    settings = request.app.state.settings
    urls = {one.setting: getattr(settings, one.setting) for one in SOURCES.values()}
    return OriginFinder(urls, request.headers.get("authorization", ""))


Origins = Annotated[OriginFinder, Depends(origin_finder)]
