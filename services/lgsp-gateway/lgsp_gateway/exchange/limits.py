"""How many calls a second an application may make, in all and of one service.

A process takes tokens from the shared bucket in Valkey in blocks, so that most calls cost no round trip. Without Valkey
each process falls back to a bucket of its own with the full rate: limits then hold per process, and exchanges go on.
"""

import asyncio
import logging
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from time import monotonic

from redis.asyncio import Redis
from redis.exceptions import RedisError

from lgsp_gateway.exchange.directory import Client, Service

log = logging.getLogger(__name__)
BLOCKS_PER_SECOND = 10
STALE_SECONDS = 1.0
MOST_BUCKETS = 20_000

# A token bucket. KEYS: bucket. ARGV: rate, burst, wanted. Returns tokens granted and milliseconds until the next one.
TAKE = """
local now = redis.call('TIME')
local at = now[1] * 1000 + math.floor(now[2] / 1000)
local rate, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, seen = tonumber(kept[1]) or burst, tonumber(kept[2]) or at
tokens = math.min(burst, tokens + math.max(0, at - seen) * rate / 1000)
local granted = math.min(wanted, math.floor(tokens))
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - granted), 'at', at)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return {granted, granted > 0 and 0 or math.ceil((1 - tokens) * 1000 / rate)}
"""


@dataclass(slots=True)
class Lease:
    tokens: float = 0
    taken_at: float = 0
    next_try: float = 0
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


class Limits:
    def __init__(self, redis: Redis) -> None:
        self._take = redis.register_script(TAKE)
        self._leases: OrderedDict[str, Lease] = OrderedDict()
        self._warned = 0.0

    def spend(self, client: Client, service: Service) -> bool:
        """One call of the client to the service, from tokens at hand."""
        one, two = self._pair(client, service)
        if one.tokens < 1 or two.tokens < 1:
            return False
        one.tokens -= 1
        two.tokens -= 1
        return True

    async def lease(self, client: Client, service: Service) -> int:
        """0 when the call may go on, else seconds to wait."""
        one, two = self._pair(client, service)
        for name, lease, rate, burst in (
            (client.printed, one, client.rate, client.burst),
            (f"{client.printed}>{service.printed}", two, service.rate, service.burst),
        ):
            async with lease.busy:
                if lease.tokens < 1 and (wait := await self._refill(name, lease, rate, burst)):
                    return wait
        return 0 if self.spend(client, service) else 1

    async def _refill(self, name: str, lease: Lease, rate: int, burst: int) -> int:
        at = monotonic()
        if at < lease.next_try:
            return max(1, math.ceil(lease.next_try - at))
        block = max(1, min(burst, rate // BLOCKS_PER_SECOND))
        try:
            granted, wait_ms = await self._take(keys=[f"rate:{name}"], args=[rate, burst, block])
        except (RedisError, OSError) as error:
            self._warn(error)
            granted, wait_ms = self._locally(lease, at, rate, burst)
        lease.tokens += granted
        lease.taken_at = at
        if granted:
            return 0
        lease.next_try = at + wait_ms / 1000
        seconds: int = max(1, math.ceil(wait_ms / 1000))
        return seconds

    def _locally(self, lease: Lease, at: float, rate: int, burst: int) -> tuple[float, float]:
        granted = min(burst, (at - lease.taken_at) * rate) if lease.taken_at else burst
        return (granted, 0) if granted >= 1 else (0, 1000 / rate)

    def _warn(self, error: Exception) -> None:
        if monotonic() >= self._warned:
            self._warned = monotonic() + 60
            log.warning("rates are limited per process, Valkey does not answer", extra={"error": type(error).__name__})

    def _pair(self, client: Client, service: Service) -> tuple[Lease, Lease]:
        return self._lease(client.printed), self._lease(f"{client.printed}>{service.printed}")

    def _lease(self, name: str) -> Lease:
        lease = self._leases.get(name)
        if lease is None:
            lease = self._leases[name] = Lease()
            if len(self._leases) > MOST_BUCKETS:
                self._leases.popitem(last=False)
        return lease
