"""The revocations of the database in the memory of each process, so that asking costs a few dictionary look-ups.

A process hears its own at once (service.revoke), those of others when it next reads, several times a second. Valkey has
no part in it. A process that could not read for STALE_SECONDS no longer knows and says so (`fresh`).
"""

from collections.abc import Iterable
from time import monotonic
from typing import Literal
from weakref import WeakSet

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from lgsp_gateway.revocation.tables import Revocation

Kind = Literal["token", "client", "subject", "session"]
STALE_SECONDS = 15.0
OLDEST_RUNNING = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


class Revocations:
    """Moments are seconds since 1970."""

    def __init__(self) -> None:
        self._revoked: dict[Kind, dict[str, tuple[float, float]]] = {
            "token": {},
            "client": {},
            "subject": {},
            "session": {},
        }
        self._seen = 0
        self._read_at = float("-inf")
        LIVE.add(self)

    @property
    def fresh(self) -> bool:
        return monotonic() - self._read_at < STALE_SECONDS

    def covers(self, kind: Kind, value: str, issued_at: float) -> bool:
        """Whether what was issued to `value` at that moment is revoked."""
        found = self._revoked[kind].get(value)
        return found is not None and issued_at <= found[0]

    def add(self, kind: Kind, value: str, revoked_at: float, expires_at: float) -> None:
        before, until = self._revoked[kind].get(value, (0.0, 0.0))
        self._revoked[kind][value] = max(before, revoked_at), max(until, expires_at)

    async def read(self, session: AsyncSession, now: float) -> None:
        """What was committed since the last reading, also by transactions that were then still running."""
        oldest = (await session.execute(OLDEST_RUNNING)).scalar_one()
        query = select(Revocation).where(Revocation.transaction >= self._seen)
        for row in await session.scalars(query):
            self.add(row.kind, row.value, row.revoked_at.timestamp(), row.expires_at.timestamp())  # type: ignore[arg-type]
        self._seen, self._read_at = oldest, monotonic()
        self._forget(now)

    def _forget(self, now: float) -> None:
        for entries in self._revoked.values():
            for value in [value for value, (_, until) in entries.items() if until < now]:
                del entries[value]


LIVE: WeakSet[Revocations] = WeakSet()
"""Those of this process: more than one only where several apps share it."""


def tell(entries: Iterable[tuple[Kind, str, float, float]]) -> None:
    for entry in entries:
        for revocations in LIVE:
            revocations.add(*entry)
