from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from kit.auth import Caller
from kit.contracts.lgsp_gateway import MemberChanged, MemberRegistered
from kit.editing import edit, unless_taken
from kit.text import fold, sort_key
from kit.units.identifier import InvalidIdentifier, old_form
from lgsp_gateway.member.errors import MemberCodeTaken
from lgsp_gateway.member.queries import get_member
from lgsp_gateway.member.schemas import MemberCreate, MemberUpdate
from lgsp_gateway.member.tables import Member, MemberAlias
from lgsp_gateway.registry.service import alone, record


async def register(session: AsyncSession, caller: Caller, data: MemberCreate) -> Member:
    await alone(session)
    member = Member(**data.model_dump(exclude={"aliases"}), **_searchable(data.name), aliases=[])
    async with unless_taken(session, MemberCodeTaken("code")):
        session.add(member)
    await _respell(session, member, data.aliases)
    await record(session, caller, MemberRegistered(**_facts(member)), version=member.version)
    return member


async def change(session: AsyncSession, caller: Caller, member_id: UUID, data: MemberUpdate) -> Member:
    await alone(session)
    member = await get_member(session, member_id)
    changed = edit(member, data, leave=["aliases"])
    if await _respell(session, member, data.aliases):
        flag_modified(member, "name")  # the member's version counts its aliases too
        changed.append("aliases")
    if not changed:
        return member
    for column, value in _searchable(member.name).items():
        setattr(member, column, value)
    await session.flush()
    await record(session, caller, MemberChanged(**_facts(member)), version=member.version, changed=changed)
    return member


async def _respell(session: AsyncSession, member: Member, aliases: list[str]) -> bool:
    """Whether the spellings, the reversed form always among them, differ from before."""
    wanted = {*aliases, *_reversed(member.code)} - {member.code}
    kept = [alias for alias in member.aliases if alias.alias in wanted]
    added = wanted - {alias.alias for alias in kept}
    if not added and len(kept) == len(member.aliases):
        return False
    await _refuse_codes_of_others(session, member, wanted)
    async with unless_taken(session, MemberCodeTaken("aliases")):
        member.aliases = [*kept, *(MemberAlias(alias=alias) for alias in sorted(added))]
    return True


async def _refuse_codes_of_others(session: AsyncSession, member: Member, spellings: set[str]) -> None:
    """One spelling never means two bodies of a class: neither a new alias nor a new code may be somebody's other."""
    of_class = Member.member_class == member.member_class
    codes = select(Member.id).where(of_class, Member.id != member.id, Member.code.in_(spellings))
    other = select(MemberAlias.member_id).where(MemberAlias.alias == member.code)
    if await session.scalar(codes.limit(1)):
        raise MemberCodeTaken("aliases")
    if await session.scalar(other.limit(1)):
        raise MemberCodeTaken("code")


def _reversed(code: str) -> list[str]:
    try:
        old = old_form(code)
    except InvalidIdentifier:
        return []
    return [old] if old else []


def _searchable(name: str) -> dict[str, str]:
    return {"name_folded": fold(name), "sort_key": sort_key(name)}


def _facts(member: Member) -> dict[str, object]:
    return {
        "member_id": member.id,
        "member_class": member.member_class,
        "code": member.code,
        "aliases": [alias.alias for alias in member.aliases],
        "name": member.name,
        "valid_from": member.valid_from,
        "valid_to": member.valid_to,
    }
