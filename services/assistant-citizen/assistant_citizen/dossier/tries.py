"""How often a look-up may fail: counted for each dossier code, address, conversation and hour before the one-stop
system is asked, so that tries at the same moment count too. After the last a lock stands, twice as long each time.

In Valkey, under names that are not readable; it forgets them after their time. While it is away each process counts for
itself by the same rules; a process that can hold no more names lets nobody try.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from time import monotonic

from redis.asyncio import Redis
from redis.exceptions import RedisError

from assistant_citizen.dossier.errors import DossierLocked

log = logging.getLogger(__name__)
HOUR, DAY = 3600, 86_400
MOST_NAMES = 50_000
FULL_SECONDS = 60
PREFIX = "assistant-citizen:dossier"

# KEYS: for each name its count and its lock. ARGV: for each name most, first lock, longest lock, memory, in seconds.
# Milliseconds until the last lock ends, or 0 when this try was counted.
TAKE = """
local wait = 0
for at = 2, #KEYS, 2 do
  wait = math.max(wait, redis.call('PTTL', KEYS[at]))
end
if wait > 0 then return wait end
for at = 1, #KEYS, 2 do
  local rule = (at - 1) * 2
  local most, first, longest = tonumber(ARGV[rule + 1]), tonumber(ARGV[rule + 2]), tonumber(ARGV[rule + 3])
  local count = redis.call('INCR', KEYS[at])
  redis.call('EXPIRE', KEYS[at], ARGV[rule + 4])
  if count >= most then
    redis.call('SET', KEYS[at + 1], '1', 'EX', math.min(longest, first * 2 ^ math.min(count - most, 20)))
  end
end
return 0
"""
# KEYS: count and lock. ARGV: most. The try did not fail after all.
GIVE_BACK = """
if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[2])
end
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """`most` failures, then a lock of `first` seconds, doubled up to `longest`; forgotten `memory` after the last."""

    most: int
    first: int
    longest: int
    memory: int


RULES = {
    "code": Rule(5, 15 * 60, DAY, 30 * DAY),
    "conversation": Rule(5, 15 * 60, DAY, DAY),
    "address": Rule(20, 15 * 60, HOUR, 2 * HOUR),
    "all": Rule(600, 60, 600, 2 * HOUR),
}
Name = tuple[str, str]
"""One of RULES, and whose; `all`: everybody's in one hour, against one guess at each of very many codes."""


class Tries:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take, self._give = redis.register_script(TAKE), redis.register_script(GIVE_BACK)
        self._here = Here()

    async def take(self, names: Sequence[Name], now: datetime) -> None:
        """Counts as failed until it is told otherwise. DossierLocked while one of them is locked."""
        rules = [RULES[kind] for kind, _ in names]
        told = [number for rule in rules for number in (rule.most, rule.first, rule.longest, rule.memory)]
        try:
            wait = float(await self._take(keys=[key for name in names for key in _keys(name)], args=told)) / 1000
        except (RedisError, OSError) as error:
            wait = self._here.take(names, error)
        if wait > 0:
            raise DossierLocked(now + timedelta(seconds=ceil(wait)))

    async def give_back(self, names: Sequence[Name]) -> None:
        """What was tried could not be answered, or was right."""
        self._here.give_back(names)
        try:
            for name in names:
                await self._give(keys=_keys(name), args=[RULES[name[0]].most])
        except (RedisError, OSError) as error:
            log.warning("a try is not given back", extra={"error": type(error).__name__})

    async def forget(self, name: Name) -> None:
        """Who has just proved whose dossier it is starts afresh with it."""
        self._here.forget(name)
        try:
            await self._redis.delete(*_keys(name))
        except (RedisError, OSError) as error:
            log.warning("tries are not forgotten", extra={"error": type(error).__name__})


def _keys(name: Name) -> list[str]:
    kind, whose = name
    return [f"{PREFIX}:tries:{kind}:{whose}", f"{PREFIX}:lock:{kind}:{whose}"]


@dataclass(slots=True)
class Count:
    count: int = 0
    locked_until: float = 0.0
    forgotten_at: float = 0.0


@dataclass(slots=True)
class Here:
    """The same in this process alone."""

    _counts: dict[Name, Count] = field(default_factory=dict)
    _warned: float = 0.0

    def take(self, names: Sequence[Name], error: Exception) -> float:
        now = monotonic()
        if now >= self._warned:
            self._warned = now + 60
            log.warning("tries are counted per process", extra={"error": type(error).__name__})
        if self._is_full(now):
            return FULL_SECONDS
        counts = [self._of(name, now) for name in names]
        wait = max(one.locked_until - now for one in counts)
        if wait > 0:
            return wait
        for one, (kind, _) in zip(counts, names, strict=True):
            _fail(one, RULES[kind], now)
        return 0.0

    def give_back(self, names: Sequence[Name]) -> None:
        for name in names:
            if (one := self._counts.get(name)) is not None and one.count:
                one.count -= 1
                if one.count < RULES[name[0]].most:
                    one.locked_until = 0.0

    def forget(self, name: Name) -> None:
        self._counts.pop(name, None)

    def _is_full(self, now: float) -> bool:
        if len(self._counts) > MOST_NAMES:
            self._counts = {name: one for name, one in self._counts.items() if one.forgotten_at > now}
        return len(self._counts) > MOST_NAMES

    def _of(self, name: Name, now: float) -> Count:
        one = self._counts.get(name)
        if one is None or one.forgotten_at <= now:
            one = self._counts[name] = Count(forgotten_at=now + RULES[name[0]].memory)
        return one


def _fail(one: Count, rule: Rule, now: float) -> None:
    one.count += 1
    one.forgotten_at = now + rule.memory
    if one.count >= rule.most:
        one.locked_until = now + min(rule.longest, rule.first * 2 ** min(one.count - rule.most, 20))
