"""Frequent questions as a sheet."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from starlette.responses import Response

from assistant_citizen.faq import queries
from assistant_citizen.faq.schemas import FaqFilter
from kit.page import every
from kit.web import csv_list, translator

COLUMNS = ("question", "answer", "wordings", "field", "verified", "source")


async def faqs_csv(request: Request, wanted: FaqFilter) -> Response:
    t = translator(request).t

    async def rows() -> AsyncIterator[list[Any]]:
        async for one in every(request.app.state.database, queries.list_faqs, wanted):
            told = {"verified": t("procedure.verified" if one.verified else "procedure.unverified")}
            yield [told.get(name, getattr(one, name)) for name in COLUMNS]

    return await csv_list("faqs.csv", [t(f"faq.{name}") for name in COLUMNS], rows())
