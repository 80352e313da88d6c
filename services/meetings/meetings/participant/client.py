"""Governance's directory, asked with the caller's own token: nobody invites whom they may not see."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import httpx
from fastapi import Depends, Request
from pydantic import TypeAdapter, ValidationError

from kit import http
from meetings.participant.errors import DirectoryAway, NotInDirectory
from meetings.participant.schemas import Contact

CONTACTS_PATH = "/governance/api/v1/people/contacts"
CONTACTS = TypeAdapter(list[Contact])


class Directory:
    def __init__(self, url: str, authorization: str) -> None:
        self._url, self._authorization = url, authorization

    async def contacts(self, ids: Iterable[UUID]) -> dict[UUID, Contact]:
        """Of all of them; NotInDirectory when somebody works nowhere today, DirectoryAway without governance."""
        wanted = list(dict.fromkeys(ids))
        found = {one.id: one for one in await self._ask(wanted)} if wanted else {}
        if missing := [str(one) for one in wanted if one not in found]:
            raise NotInDirectory(count=len(missing))
        return found

    async def _ask(self, ids: list[UUID]) -> list[Contact]:
        try:
            async with http.client(base_url=self._url, headers={"Authorization": self._authorization}) as client:
                answer = await client.get(CONTACTS_PATH, params={"ids": [str(one) for one in ids]})
                return CONTACTS.validate_json(answer.raise_for_status().content)
        except (httpx.HTTPError, ValidationError) as error:
            raise DirectoryAway from error


async def directory(request: Request) -> Directory:
    return Directory(request.app.state.settings.governance_url, request.headers.get("authorization", ""))


People = Annotated[Directory, Depends(directory)]
