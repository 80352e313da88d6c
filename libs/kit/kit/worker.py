"""A loop that runs as long as its service, survives what fails, and says whether it still moves."""

import asyncio
import logging
import random
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import monotonic

from kit.errors import Unavailable

log = logging.getLogger(__name__)
STILL_SECONDS = 60
STOP_SECONDS = 10
LONGEST_DELAY = 5.0


class Worker(ABC):
    def __init__(self, name: str) -> None:
        self.name = name
        self.stopping = False
        self._beat = monotonic()
        self._idle: asyncio.Task[None] | None = None

    def beat(self) -> None:
        self._beat = monotonic()

    @property
    def age(self) -> float:
        """Seconds since it last showed that it moves."""
        return monotonic() - self._beat

    async def check(self, _: object = None) -> None:
        """For /readyz. A bus that is down leaves the service ready: that it waits is a sign of life."""
        if self.age > STILL_SECONDS:
            raise Unavailable("worker-still", name=self.name, seconds=round(self.age))

    @contextmanager
    def idle(self) -> Iterator[None]:
        """Nothing is half done inside: a stop may interrupt it."""
        self.beat()
        if self.stopping:
            raise asyncio.CancelledError
        self._idle = asyncio.current_task()
        try:
            yield
        finally:
            self._idle = None
            self.beat()

    async def rest(self, seconds: float) -> None:
        with self.idle():
            await asyncio.sleep(seconds)

    @abstractmethod
    async def work(self) -> None:
        """Goes on until `stopping`, or until something fails."""

    def figures(self) -> dict[str, float]:
        """For /metrics."""
        return {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """After an error the work waits, longer each time, and begins again. On leaving, what is begun is finished."""
        task = asyncio.create_task(self._forever(), name=self.name)
        try:
            yield
        finally:
            self.stopping = True
            if self._idle is not None:
                task.cancel()
            await asyncio.wait([task], timeout=STOP_SECONDS)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _is_called_off(self) -> bool:
        """Else a library let something come out that it had cancelled itself."""
        task = asyncio.current_task()
        return self.stopping or task is None or task.cancelling() > 0

    async def _forever(self) -> None:
        failures = 0
        while not self.stopping:
            began = monotonic()
            try:
                await self.work()
            except (Exception, asyncio.CancelledError) as error:
                if isinstance(error, asyncio.CancelledError) and self._is_called_off():
                    raise
                failures = 1 if monotonic() - began > STILL_SECONDS else failures + 1
                level = logging.WARNING if failures > 1 else logging.ERROR
                log.log(level, "begins again after an error", exc_info=error, extra={"worker": self.name})
                await self.rest(min(0.1 * 2**failures, LONGEST_DELAY) * random.uniform(0.5, 1))  # noqa: S311 - jitter
