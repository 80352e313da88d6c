"""No exchange without a record: what must be durable is awaited, and refused when it cannot be."""

import asyncio
import logging
from collections import Counter
from time import monotonic

import orjson

from kit.chain import AlreadyClosed, Entry, Unwritable, Writer, new_id
from lgsp_gateway.exchange.faults import Fault, GatewayFault
from lgsp_gateway.exchange.trace import KIND, Trace, moment, now

REFUSALS_PER_SECOND, REFUSALS_AT_ONCE = 20.0, 100.0
KNOWN_CALLERS = 1_000
SUMMARY_SECONDS = 10.0
log = logging.getLogger(__name__)


class Unproven(GatewayFault):
    """The record could not be written. Itself it leaves no record, for the same reason."""


class Evidence:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._refusals = Refusals()
        self._due: asyncio.TimerHandle | None = None
        self._telling: asyncio.Task[None] | None = None

    async def open(self, trace: Trace) -> None:
        """Durable before the provider may act."""
        try:
            await self._writer.write(trace.opened())
        except Unwritable as error:
            trace.opening = None
            raise Unproven(503, "EvidenceUnavailable", retry_after=2) from error

    async def close(self, trace: Trace, fault: Fault | None = None) -> None:
        """Durable before the answer leaves."""
        try:
            await self._writer.write(trace.closed(fault))
            trace.ended = True
        except (Unwritable, AlreadyClosed) as error:
            acted = trace.opening is not None
            raise Unproven(503, "EvidenceIncomplete" if acted else "EvidenceUnavailable", retry_after=2) from error

    async def refuse(self, trace: Trace, fault: Fault) -> None:
        """Nothing was exchanged. Each caller's refusals are recorded one by one up to a rate, beyond it as a count."""
        try:
            if self._refusals.spend(trace.client.printed if trace.client else ""):
                await self._writer.write(trace.closed(fault))
                return
        except Unwritable:
            pass  # the count is told when it can be
        self._refusals.count(trace, fault)
        self._tell_later()

    async def finish(self) -> None:
        """What was only counted is put on record before the end."""
        if self._telling is not None:
            await self._telling
        if self._due is not None:
            self._due.cancel()
            await self._tell()

    def _tell_later(self) -> None:
        """A timer stands only while there is something to tell."""
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(SUMMARY_SECONDS, self._begin_to_tell)

    def _begin_to_tell(self) -> None:
        self._due = None
        self._telling = asyncio.create_task(self._tell(), name="summary of refusals")

    async def _tell(self) -> None:
        counts = self._refusals.counted()
        try:
            await self._writer.write(_summary(counts))
        except Unwritable:
            log.warning("refusals are not on record yet", extra={"count": counts.total()})
            self._refusals.counts.update(counts)
            self._tell_later()


class Refusals:
    """Keeps rubbish from filling the disk: a bucket a caller, and one that all unknown callers share."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        """By caller and type of fault: those that were only counted."""

    def spend(self, caller: str) -> bool:
        at = monotonic()
        left, seen = self._buckets.pop(caller, (REFUSALS_AT_ONCE, at))
        left = min(REFUSALS_AT_ONCE, left + (at - seen) * REFUSALS_PER_SECOND)
        allowed = left >= 1
        self._buckets[caller] = (left - 1 if allowed else left, at)
        if len(self._buckets) > KNOWN_CALLERS:
            del self._buckets[next(iter(self._buckets))]
        return allowed

    def count(self, trace: Trace, fault: Fault) -> None:
        key = (trace.client.printed if trace.client else "", fault.type)
        if key in self.counts or len(self.counts) < KNOWN_CALLERS:
            self.counts[key] += 1

    def counted(self) -> Counter[tuple[str, str]]:
        """Taken out."""
        counts, self.counts = self.counts, Counter()
        return counts


def _summary(counts: Counter[tuple[str, str]]) -> Entry:
    told = [{"client": client, "fault": fault, "count": count} for (client, fault), count in counts.items()]
    return Entry(new_id(), moment(now()), f"{KIND}-refusals", "", "", "client", orjson.dumps({"refusals": told}))
