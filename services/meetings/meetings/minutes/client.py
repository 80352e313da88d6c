"""What governance knows of those who are to do something: its units, asked with the caller's own token."""

from typing import Annotated
from uuid import UUID

import httpx
from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from kit import http
from meetings.minutes.errors import LeadUnknown
from meetings.participant.errors import DirectoryAway

UNIT_PATH = "/governance/api/v1/units"


class Unit(BaseModel):
    agency: str
    name: str


class Directory:
    def __init__(self, url: str, authorization: str) -> None:
        self._url, self._authorization = url, authorization

    async def unit(self, unit_id: UUID) -> Unit:
        """LeadUnknown when there is none, DirectoryAway without governance."""
        try:
            async with http.client(base_url=self._url, headers={"Authorization": self._authorization}) as client:
                answer = await client.get(f"{UNIT_PATH}/{unit_id}")
                if answer.status_code == httpx.codes.NOT_FOUND:
                    raise LeadUnknown
                return Unit.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPError, ValidationError) as error:
            raise DirectoryAway from error


async def directory(request: Request) -> Directory:
    return Directory(request.app.state.settings.governance_url, request.headers.get("authorization", ""))


Units = Annotated[Directory, Depends(directory)]
