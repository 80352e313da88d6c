"""Lock-out that grows and ends by itself: an attempt is charged before it is looked at, and given back if it succeeds.

Counted in PostgreSQL, so losing Valkey forgives nothing, and many attempts at once count one by one. The longest delay
is a quarter of an hour: a stranger can slow down a name, not lock its owner out, and not at all in a browser that the
owner has signed in with before, which has a count of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.account.errors import TooManyAttempts
from lgsp_gateway.account.tables import Attempts

FIRST_DELAY, LONGEST_DELAY = 30, 900


@dataclass(frozen=True, slots=True)
class Allowance:
    """`free` attempts cost nothing; the count is forgotten after `memory` without any."""

    free: int
    memory: timedelta


NAME = Allowance(5, timedelta(days=1))
ADDRESS = Allowance(60, timedelta(hours=1))
"""A whole agency may sit behind one address."""
MAIL = Allowance(3, timedelta(hours=6))


async def charge(session: AsyncSession, keys: Mapping[str, Allowance], now: datetime) -> None:
    """TooManyAttempts when one of them is blocked; then nothing is charged, as the transaction is rolled back.

    Give addresses before names, so that no two transactions wait for each other.
    """
    for key, allowance in keys.items():
        if await session.scalar(_charging(key, allowance, now)) is None:
            until = await session.scalar(select(Attempts.blocked_until).where(Attempts.key == key))
            raise TooManyAttempts(max(1, int(((until or now) - now).total_seconds())))


def _charging(key: str, allowance: Allowance, now: datetime):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a statement
    first = insert(Attempts).values(key=key, count=1, blocked_until=now, last_at=now)
    count = case((Attempts.last_at < now - allowance.memory, 1), else_=Attempts.count + 1)
    doubled = func.least(func.power(2, func.least(count - allowance.free, 20)) * FIRST_DELAY, LONGEST_DELAY)
    blocked = case(
        (count < allowance.free, now),
        else_=literal(now) + func.make_interval(0, 0, 0, 0, 0, 0, doubled),
    )
    return first.on_conflict_do_update(
        index_elements=["key"],
        set_={"count": count, "blocked_until": blocked, "last_at": now},
        where=Attempts.blocked_until <= now,
    ).returning(Attempts.count)


async def give_back(session: AsyncSession, key: str, allowance: Allowance, now: datetime) -> None:
    """One attempt of an address that others share succeeded; their failures still count."""
    left = func.greatest(Attempts.count - 1, 0)
    unblocked = case((left < allowance.free, now), else_=Attempts.blocked_until)
    await session.execute(update(Attempts).where(Attempts.key == key).values(count=left, blocked_until=unblocked))


async def forgive(session: AsyncSession, *keys: str) -> None:
    await session.execute(delete(Attempts).where(Attempts.key.in_(keys)))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(Attempts).where(Attempts.last_at < now - NAME.memory))
