from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload

from governance.delegation.errors import DelegationNotFound
from governance.delegation.schemas import DelegationFilter, DelegationRead
from governance.organisation.reach import PROVINCE, keeps
from governance.organisation.standing import Standing
from governance.organisation.tables import Delegation, Position
from kit.page import Page, paged

KEYS = {"valid_from": Delegation.valid_from}


async def get_delegation(session: AsyncSession, acting: Standing, delegation_id: UUID) -> Delegation:
    """One's own, one stood in by, or of the agency one keeps."""
    found = _visible(acting).where(Delegation.id == delegation_id)
    delegation = await session.scalar(found)
    if delegation is None:
        raise DelegationNotFound
    return delegation


async def list_delegations(
    session: AsyncSession, acting: Standing, wanted: DelegationFilter, today: date
) -> Page[DelegationRead]:
    query = _visible(acting).where(_whose(acting, wanted.whose), _in_state(wanted.state, today))
    sort = wanted.sort or "-valid_from"
    page = await paged(session, query, wanted.model_copy(update={"sort": sort}), KEYS, Delegation.id)
    return Page(items=[shown(acting, one, today) for one in page.items], next=page.next)


def shown(acting: Standing, row: Delegation, today: date) -> DelegationRead:
    state = state_of(row, today)
    return DelegationRead(
        id=row.id,
        position_id=row.position_id,
        title=row.position.title,
        agency=row.position.agency,
        owner_id=row.position.person_id,
        owner=row.position.person.name,
        person_id=row.person_id,
        person=row.person.name,
        first_day=row.valid_from,
        last_day=row.valid_to - timedelta(days=1),
        reason=row.reason,
        withdrawn_at=row.withdrawn_at,
        state=state,
        version=row.version,
        may_withdraw=state in {"coming", "current"} and may_withdraw(acting, row),
    )


def state_of(row: Delegation, today: date) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if today < row.valid_from:
        return "coming"
    return "current" if today < row.valid_to else "past"


def may_withdraw(acting: Standing, row: Delegation) -> bool:
    """Its owner, and who keeps the agency's directory."""
    return acting.person_id == row.position.person_id or keeps(acting.caller, row.position.agency)


def _visible(acting: Standing) -> Select[Delegation]:
    loaded = [contains_eager(Delegation.position).joinedload(Position.person), joinedload(Delegation.person)]
    query = select(Delegation).join(Delegation.position).options(*loaded)
    mine = or_(Position.person_id == acting.person_id, Delegation.person_id == acting.person_id)
    return query.where(or_(mine, _kept(acting)))


def _kept(acting: Standing) -> ColumnElement[bool]:
    caller = acting.caller
    if PROVINCE in caller.scopes and keeps(caller, ""):
        return true()
    agency = caller.agency or ""
    return Position.agency == (agency if keeps(caller, agency) else "")


def _whose(acting: Standing, whose: str) -> ColumnElement[bool]:
    ways = {
        "lent": Position.person_id == acting.person_id,
        "held": Delegation.person_id == acting.person_id,
        "agency": _kept(acting),
    }
    return ways.get(whose, true())


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    going = Delegation.withdrawn_at.is_(None)
    ways = {
        "withdrawn": Delegation.withdrawn_at.is_not(None),
        "coming": going & (Delegation.valid_from > today),
        "current": going & (Delegation.valid_from <= today) & (Delegation.valid_to > today),
        "past": going & (Delegation.valid_to <= today),
    }
    return ways.get(state, true())
