from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from kit.auth import Caller
from kit.contracts.lgsp_gateway import MemberChanged, MemberRegistered
from kit.editing import edit
from kit.text import fold, sort_key
from kit.units.identifier import InvalidIdentifier, old_form
from lgsp_gateway.member.errors import MemberCodeTaken
from lgsp_gateway.member.queries import get_own_member
from lgsp_gateway.member.schemas import MemberCreate, MemberUpdate
from lgsp_gateway.member.tables import Member, MemberAlias
from lgsp_gateway.registry import reach
from lgsp_gateway.registry.errors import BeyondReach
from lgsp_gateway.registry.service import alone, record


async def register(session: AsyncSession, caller: Caller, data: MemberCreate) -> Member:
    reach.require(caller, data, BeyondReach())
    await alone(session)
    member = Member(**data.model_dump(exclude={"aliases"}), **_searchable(data.name), aliases=[])
    await _spell(session, member, data.aliases)
    session.add(member)
    await session.flush()
    await record(session, caller, MemberRegistered(**facts(member)), version=member.version)
    return member


async def change(session: AsyncSession, caller: Caller, member_id: UUID, data: MemberUpdate) -> Member:
    await alone(session)
    member = await get_own_member(session, caller, member_id)
    with session.no_autoflush:  # one change is one version
        changed = edit(member, data, leave=["aliases"])
        if await _spell(session, member, data.aliases):
            flag_modified(member, "name")  # the version counts aliases too
            changed.append("aliases")
    if changed:
        member.name_folded, member.sort_key = _searchable(member.name).values()
        await session.flush()
        await record(session, caller, MemberChanged(**facts(member)), version=member.version, changed=changed)
    return member


async def _spell(session: AsyncSession, member: Member, aliases: list[str]) -> bool:
    """Whether the spellings, the reversed form always among them, differ from before."""
    wanted = {*aliases, *_reversed(member.code)} - {member.code}
    await _refuse_taken(session, member, wanted)
    kept = [alias for alias in member.aliases if alias.alias in wanted]
    added = wanted - {alias.alias for alias in kept}
    if not added and len(kept) == len(member.aliases):
        return False
    member.aliases = [*kept, *(MemberAlias(alias=alias) for alias in sorted(added))]
    return True


async def _refuse_taken(session: AsyncSession, member: Member, aliases: set[str]) -> None:
    """One spelling never means two bodies: neither a code nor an alias may be another's code or alias."""
    of_class = Member.member_class == member.member_class
    others = select(Member.id).where(of_class, Member.id.is_distinct_from(member.id))
    spelled = select(MemberAlias.alias).where(MemberAlias.member_id.is_distinct_from(member.id))
    for field, words in (("code", {member.code}), ("aliases", aliases)):
        codes = others.where(Member.code.in_(words)).limit(1)
        if await session.scalar(codes) or await session.scalar(spelled.where(MemberAlias.alias.in_(words)).limit(1)):
            raise MemberCodeTaken(field)


def _reversed(code: str) -> list[str]:
    try:
        old = old_form(code)
    except InvalidIdentifier:
        return []
    return [old] if old else []


def _searchable(name: str) -> dict[str, str]:
    return {"name_folded": fold(name), "sort_key": sort_key(name)}


def facts(member: Member) -> dict[str, object]:
    """What every event about a member tells."""
    return {
        "member_id": member.id,
        "member_class": member.member_class,
        "code": member.code,
        "aliases": [alias.alias for alias in member.aliases],
        "name": member.name,
        "valid_from": member.valid_from,
        "valid_to": member.valid_to,
    }
