"""Hand-overs as a sheet."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from assistant_citizen.conversation.tables import Handover
from assistant_citizen.desk import queries
from assistant_citizen.desk.schemas import HandoverFilter
from kit.auth import Caller
from kit.page import Page, every
from kit.web import csv_list, translator

COLUMNS = ("subject", "state", "asked_at", "operator_name", "taken_at", "ended_at")


async def handovers_csv(request: Request, caller: Caller, wanted: HandoverFilter) -> Response:
    t = translator(request).t

    async def read(session: AsyncSession, page: HandoverFilter) -> Page[Handover]:
        return await queries.list_handovers(session, caller, page)

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, read, wanted):
            values = {name: getattr(one, name) for name in COLUMNS}
            values["state"] = t(f"desk.state_{one.state}")
            yield list(values.values())

    return await csv_list("handovers.csv", [t(f"desk.{name}") for name in COLUMNS], rows())
