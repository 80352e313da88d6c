"""Where a caller stands today: the own positions and those stood in for. Every right in governance follows from it.

async def register(…, acting: Annotated[Standing, standing("documents:write")]): …
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from governance.organisation.errors import NotInDirectory
from governance.organisation.tables import Delegation, Person, Position
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session

LEADING, HEADING = frozenset({"leader", "deputy"}), frozenset({"head", "deputy_head"})


@dataclass(frozen=True, slots=True)
class Held:
    """A position as one may use it today; `of` is whose it is when one stands in, with the name."""

    position_id: UUID
    agency: str
    unit_id: UUID | None
    kind: str
    title: str
    of: UUID | None = None
    of_name: str = ""
    until: date | None = None
    """The first day it cannot be used any more, where that is known."""


@dataclass(frozen=True, slots=True)
class Standing:
    caller: Caller
    person_id: UUID
    name: str
    held: tuple[Held, ...]

    @property
    def agencies(self) -> frozenset[str]:
        return frozenset(one.agency for one in self.held)

    @property
    def units(self) -> frozenset[UUID]:
        """Those the person works in or heads."""
        return frozenset(one.unit_id for one in self.held if one.unit_id)

    @property
    def led(self) -> frozenset[str]:
        """Agencies the person leads, alone or as a deputy."""
        return frozenset(one.agency for one in self.held if one.kind in LEADING)

    @property
    def headed(self) -> frozenset[UUID]:
        """Units the person heads, alone or as a deputy."""
        return frozenset(one.unit_id for one in self.held if one.kind in HEADING and one.unit_id)

    @property
    def kept(self) -> frozenset[str]:
        """Agencies whose registers the person keeps (văn thư)."""
        return frozenset(one.agency for one in self.held if one.kind == "clerk")


class Stands:
    def __init__(self, scopes: tuple[str, ...]) -> None:
        self._scopes = scopes

    def dependency(self) -> Any:
        async def standing_of(
            request: Request, caller: Annotated[Caller, requires(*self._scopes)], session: Session, now: Now
        ) -> Standing:
            stands = await find_standing(session, caller, local_day(now))
            request.state.acting_for = [f"{one.of_name} ({one.title})" for one in stands.held if one.of]
            return stands

        return Depends(standing_of)


def standing(*scopes: str) -> Any:
    """Requires the scopes, and a person of the directory. NotInDirectory for anybody else."""
    return Stands(scopes).dependency()


async def find_standing(session: AsyncSession, caller: Caller, day: date) -> Standing:
    person = await _person_of(session, caller)
    if person is None:
        raise NotInDirectory
    own = await _positions(session, person.id, day)
    lent = await _delegated(session, person.id, day)
    held = [_held(one) for one in own] + [_lent(one) for one in lent]
    return Standing(caller, person.id, person.name, tuple(held))


async def _person_of(session: AsyncSession, caller: Caller) -> Person | None:
    """By account; the first time by the name the person signs in with, from then on the account is theirs."""
    if caller.kind != "official":
        return None
    account = UUID(caller.subject)
    by_account = select(Person).where(Person.account_id == account)
    person = await session.scalar(by_account)
    if person is None and caller.username:
        await _claim(session, caller, account)
        person = await session.scalar(by_account)
    return person


async def _claim(session: AsyncSession, caller: Caller, account: UUID) -> None:
    """Only within the account's agency: who writes a name into one directory gets no account of another.

    Of two first requests at once the second waits for the first and finds the person linked. The row's version stays:
    nobody's open form becomes stale because somebody signed in.
    """
    mine = exists().where(Position.person_id == Person.id, Position.agency == caller.agency)
    free = Person.username == caller.username, Person.account_id.is_(None), mine
    await session.execute(update(Person).where(*free).values(account_id=account))


async def _positions(session: AsyncSession, person_id: UUID, day: date) -> Sequence[Position]:
    mine = select(Position).where(Position.person_id == person_id, Position.valid_from <= day)
    return (await session.scalars(mine.where(or_(Position.valid_to.is_(None), Position.valid_to > day)))).all()


async def _delegated(session: AsyncSession, person_id: UUID, day: date) -> Sequence[Delegation]:
    """Only what is still its owner's to lend."""
    owner = joinedload(Delegation.position).joinedload(Position.person)
    lent = select(Delegation).join(Delegation.position).options(owner)
    lent = lent.where(Delegation.person_id == person_id, Delegation.withdrawn_at.is_(None))
    lent = lent.where(Delegation.valid_from <= day, Delegation.valid_to > day, Position.valid_from <= day)
    return (await session.scalars(lent.where(or_(Position.valid_to.is_(None), Position.valid_to > day)))).all()


def _held(position: Position) -> Held:
    facts = position.id, position.agency, position.unit_id, position.kind, position.title
    return Held(*facts, until=position.valid_to)


def _lent(delegation: Delegation) -> Held:
    owner, until = delegation.position.person, delegation.valid_to
    return replace(_held(delegation.position), of=owner.id, of_name=owner.name, until=until)
