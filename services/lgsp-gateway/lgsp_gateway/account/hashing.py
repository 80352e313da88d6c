"""Argon2id in threads of its own: never on the event loop, never more at once than there is memory and time for."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from kit.errors import Unavailable
from lgsp_gateway.account.passwords import normal

Result = TypeVar("Result")
AT_ONCE, MOST_WAITING = 2, 100
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
_waiting = 0
# OWASP's first choice for Argon2id: 19 MiB, two passes; about 20 ms.
_argon2 = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))


async def hashed(password: str) -> str:
    return await _threaded(_argon2.hash, normal(password))


async def matches(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether it fits, and a new hash when the old was made with weaker parameters.

    Without a hash it takes as long, and does not fit.
    """
    fits, renewed = await _threaded(_argon2.verify_and_update, normal(password), password_hash or _nobody())
    return bool(fits and password_hash), renewed if fits and password_hash else None


async def _threaded(work: Callable[..., Result], *arguments: str) -> Result:
    global _waiting  # noqa: PLW0603 - of the one pool of threads a process has
    if _waiting >= MOST_WAITING:
        raise Unavailable("sign-in-busy")
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *arguments)
    finally:
        _waiting -= 1


@cache
def _nobody() -> str:
    return _argon2.hash("a password that nobody has")
