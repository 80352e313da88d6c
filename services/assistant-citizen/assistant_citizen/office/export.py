"""Offices as a sheet."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from starlette.responses import Response

from assistant_citizen.office import queries
from assistant_citizen.office.schemas import OfficeFilter
from kit.page import every
from kit.web import csv_list, translator

COLUMNS = ("code", "name", "level", "area", "address", "phone", "email", "website", "hours", "verified", "source")


async def offices_csv(request: Request, wanted: OfficeFilter) -> Response:
    t = translator(request).t

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, queries.list_offices, wanted):
            told = {
                "level": t(f"office.level_{one.level}"),
                "verified": t("procedure.verified" if one.verified else "procedure.unverified"),
            }
            yield [told.get(name, getattr(one, name)) for name in COLUMNS]

    return await csv_list("offices.csv", [t(f"office.{name}") for name in COLUMNS], rows())
