"""Petitions as a sheet, without who filed them."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.agency.tables import Agency
from assistant_citizen.petition import queries
from assistant_citizen.petition.schemas import PetitionFilter
from assistant_citizen.petition.tables import Petition
from kit.agencies import agency_names
from kit.auth import Caller
from kit.page import Page, every
from kit.web import csv_list, translator

COLUMNS = (
    "filed_at", "category", "area", "place", "text", "state", "lead_agency", "task_state", "closed_at", "answer",
    "rating",
)  # fmt: skip


async def petitions_csv(request: Request, caller: Caller, wanted: PetitionFilter) -> Response:
    t = translator(request).t

    async def read(session: AsyncSession, page: PetitionFilter) -> Page[Petition]:
        return await queries.list_petitions(session, caller, page)

    async with request.app.state.database.session() as session:
        names = await agency_names(session, Agency)

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, read, wanted):
            told = {"category": t(f"petition.category_{one.category}"), "state": t(f"petition.state_{one.state}")}
            told["task_state"] = t(f"petition.task_{one.task_state}") if one.task_state else ""
            told["lead_agency"] = names.get(one.lead_agency, one.lead_agency)
            told["rating"] = t(f"petition.rating_{one.rating}") if one.rating else ""
            yield [told.get(name, getattr(one, name)) for name in COLUMNS]

    return await csv_list("petitions.csv", [t(f"petition.{name}") for name in COLUMNS], rows())
