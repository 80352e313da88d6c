"""No exchange without a record: what must be durable is awaited, and refused when it cannot be."""

from time import monotonic

import orjson

from kit.chain import AlreadyClosed, Entry, Unwritable, Writer, new_id
from lgsp_gateway.exchange.faults import Fault, GatewayFault
from lgsp_gateway.exchange.trace import KIND, Trace, moment, now

REFUSALS_PER_SECOND, REFUSALS_AT_ONCE = 20.0, 100.0
KNOWN_CALLERS = 1_000
SUMMARY_SECONDS = 10.0


class Unproven(GatewayFault):
    """The record could not be written. Itself it leaves no record, for the same reason."""


class Evidence:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._refusals = Refusals()

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
            else:
                self._refusals.count(trace, fault)
            if (summary := self._refusals.summary()) is not None:
                await self._writer.write(summary)
        except Unwritable:
            self._refusals.count(trace, fault)


class Refusals:
    """Keeps rubbish from filling the disk: a bucket a caller, and one that all unknown callers share."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._next_summary = monotonic() + SUMMARY_SECONDS

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
        if key in self._counts or len(self._counts) < KNOWN_CALLERS:
            self._counts[key] = self._counts.get(key, 0) + 1

    def summary(self) -> Entry | None:
        """Those that were only counted, once in a while."""
        if not self._counts or monotonic() < self._next_summary:
            return None
        self._next_summary = monotonic() + SUMMARY_SECONDS
        counts = [{"client": client, "fault": fault, "count": n} for (client, fault), n in self._counts.items()]
        self._counts.clear()
        body = orjson.dumps({"refusals": counts})
        return Entry(new_id(), moment(now()), f"{KIND}-refusals", "", "", "client", body)
