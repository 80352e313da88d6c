from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from kit.units.identifier import InvalidIdentifier, canonical
from lgsp_gateway.member.errors import MemberNotFound
from lgsp_gateway.member.schemas import MemberFilter
from lgsp_gateway.member.tables import Member, MemberAlias
from lgsp_gateway.registry import reach

KEYS = {"name": Member.sort_key, "code": Member.code, "valid_from": Member.valid_from}


async def get_member(session: AsyncSession, member_id: UUID) -> Member:
    member = await session.get(Member, member_id)
    if member is None:
        raise MemberNotFound
    return member


async def get_own_member(session: AsyncSession, caller: Caller, member_id: UUID) -> Member:
    """For changing it; anybody may look it up."""
    member = await get_member(session, member_id)
    reach.require(caller, member, MemberNotFound())
    return member


async def find_member(session: AsyncSession, code: str, member_class: str = "GOV") -> Member | None:
    """By its code in any accepted form, or by an alias: `H02.01`, `000.00.01.H02`."""
    by_code = and_(Member.code == canonical_or_same(code), Member.member_class == member_class)
    by_alias = and_(Member.member_class == member_class, _has_alias(MemberAlias.alias == code))
    return (await session.scalars(select(Member).where(or_(by_code, by_alias)).limit(1))).first()


async def list_members(session: AsyncSession, wanted: MemberFilter) -> Page[Member]:
    return await paged(session, _matching(wanted), wanted, KEYS, Member.id)


async def all_members(session: AsyncSession) -> list[Member]:
    """For choices in forms, in Vietnamese order."""
    return list(await session.scalars(select(Member).order_by(Member.sort_key, Member.id)))


def canonical_or_same(code: str) -> str:
    try:
        return canonical(code)
    except InvalidIdentifier:
        return code


def valid_on(day: date) -> ColumnElement[bool]:
    return and_(Member.valid_from <= day, or_(Member.valid_to.is_(None), Member.valid_to > day))


def _matching(wanted: MemberFilter) -> Select[Member]:
    query = select(Member)
    if wanted.q:
        spelled = wanted.q.strip().upper()
        query = query.where(
            or_(
                Member.name_folded.contains(fold(wanted.q), autoescape=True),
                Member.code.startswith(canonical_or_same(spelled), autoescape=True),
                _has_alias(MemberAlias.alias.startswith(spelled, autoescape=True)),
            )
        )
    if wanted.member_class:
        query = query.where(Member.member_class == wanted.member_class)
    return query.where(valid_on(wanted.on)) if wanted.on else query


def _has_alias(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(MemberAlias.member_id == Member.id, condition)
