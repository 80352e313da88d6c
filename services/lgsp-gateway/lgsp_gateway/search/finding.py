"""Members, applications and services that a caller may see; the one with this very code first."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.web.search import Hit
from lgsp_gateway.application.queries import list_own_applications
from lgsp_gateway.application.schemas import ApplicationFilter
from lgsp_gateway.application.tables import Application
from lgsp_gateway.catalogue.queries import list_services
from lgsp_gateway.catalogue.schemas import ServiceFilter
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.member.queries import find_member, list_members
from lgsp_gateway.member.schemas import MemberFilter

MOST = 8
Row = TypeVar("Row", Application, Service)


async def find(session: AsyncSession, caller: Caller, q: str, _now: datetime) -> list[Hit]:
    hits: list[Hit] = []
    if "members:read" in caller.scopes:
        hits += await _members(session, q)
    if "applications:read" in caller.scopes:
        hits += await _applications(session, caller, q)
    if "services:read" in caller.scopes:
        hits += await _services(session, q)
    return hits


async def _members(session: AsyncSession, q: str) -> list[Hit]:
    named = await find_member(session, q.upper())
    page = await list_members(session, MemberFilter(q=q, limit=MOST))
    rows = ([named] if named else []) + [row for row in page.items if named is None or row.id != named.id]
    return [
        Hit(kind="member.title", title=row.name, path=_path("members", row.id), note=row.code) for row in rows[:MOST]
    ]


async def _applications(session: AsyncSession, caller: Caller, q: str) -> list[Hit]:
    page = await list_own_applications(session, caller, ApplicationFilter(q=q, limit=MOST))
    rows = _code_first(page.items, q)
    return [
        Hit(
            kind="application.title",
            title=row.name,
            path=_path("applications", row.id),
            note=f"{row.member.code}/{row.code} · {row.member.name}",
        )
        for row in rows
    ]


async def _services(session: AsyncSession, q: str) -> list[Hit]:
    page = await list_services(session, ServiceFilter(q=q, limit=MOST))
    rows = _code_first(page.items, q)
    return [
        Hit(
            kind="service.title",
            title=row.name,
            path=_path("services", row.id),
            note=f"{row.code} · {row.application.name}",
        )
        for row in rows
    ]


def _code_first(rows: Sequence[Row], q: str) -> list[Row]:
    return sorted(rows, key=lambda row: row.code.lower() != q.lower())


def _path(folder: str, number: object) -> str:
    return f"/lgsp-gateway/{folder}/{number}"
