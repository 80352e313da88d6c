"""Where a caller stands today: the own positions and those stood in for. Every right in governance follows from it.

async def register(…, acting: Annotated[Standing, standing("documents:write")]): …
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Date, Row, Uuid, bindparam, exists, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.errors import NotInDirectory
from governance.organisation.tables import Person, Position
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session

LEADING, HEADING = frozenset({"leader", "deputy"}), frozenset({"head", "deputy_head"})


STANDS = text("""
SELECT person.id, person.name, held.* FROM person LEFT JOIN LATERAL (
    SELECT p.id, p.agency, p.unit_id, p.kind, p.title, NULL::uuid, '', p.valid_to
    FROM position p
    WHERE p.person_id = person.id AND p.valid_from <= :day AND (p.valid_to IS NULL OR p.valid_to > :day)
    UNION ALL
    SELECT p.id, p.agency, p.unit_id, p.kind, p.title, owner.id, owner.name, d.valid_to
    FROM delegation d JOIN position p ON p.id = d.position_id JOIN person owner ON owner.id = p.person_id
    WHERE d.person_id = person.id AND d.withdrawn_at IS NULL AND d.valid_from <= :day AND d.valid_to > :day
    AND p.valid_from <= :day AND (p.valid_to IS NULL OR p.valid_to > :day)
) AS held ON true
WHERE person.account_id = :account
""").bindparams(bindparam("account", type_=Uuid()), bindparam("day", type_=Date()))
"""The own positions, and those of others that are still their owners' to lend."""


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
    """One statement, since everything that is asked of governance begins with it."""
    rows = await _stands(session, caller, day)
    if not rows:
        raise NotInDirectory
    held = [Held(*row[2:]) for row in rows if row[2] is not None]
    return Standing(caller, rows[0][0], rows[0][1], tuple(held))


async def _stands(session: AsyncSession, caller: Caller, day: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """By account; the first time by the name the person signs in with, from then on the account is theirs."""
    if caller.kind != "official":
        return []
    account = UUID(caller.subject)
    asked = {"account": account, "day": day}
    rows = (await session.execute(STANDS, asked)).all()
    if not rows and caller.username:
        await _claim(session, caller, account)
        rows = (await session.execute(STANDS, asked)).all()
    return rows


async def _claim(session: AsyncSession, caller: Caller, account: UUID) -> None:
    """Only within the account's agency: who writes a name into one directory gets no account of another.

    Of two first requests at once the second waits for the first and finds the person linked. The row's version stays:
    nobody's open form becomes stale because somebody signed in.
    """
    mine = exists().where(Position.person_id == Person.id, Position.agency == caller.agency)
    free = Person.username == caller.username, Person.account_id.is_(None), mine
    await session.execute(update(Person).where(*free).values(account_id=account))
