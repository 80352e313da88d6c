"""Has the trainings done that were asked for: each in a process of its own, so that no request waits for it."""

import asyncio
import sys
from asyncio.subprocess import Process
from os import PRIO_PROCESS, environ, getpid, setpriority
from pathlib import Path
from time import monotonic
from uuid import UUID

from kit.db import Database
from kit.lock import holding
from kit.ml import runs
from kit.ml.model import Models
from kit.ml.tables import ModelTraining
from kit.ml.turn import turn
from kit.worker import Worker

LOOK_SECONDS = 1.0
TEND_SECONDS = 10.0
"""How often is looked for trainings that broke off and for first ones that nobody asked for."""
LONGEST_SECONDS = 1800
PATIENT = 19
"""Niceness: whoever waits for a page goes first."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Trainer(Worker):
    """One a service holds the lock; the others stand by."""

    def __init__(
        self, database: Database, database_url: str, models: Models, *, first: bool, in_turn: Path | None
    ) -> None:
        super().__init__("trainer")
        self._database, self._url, self._models, self._first = database, database_url, models, first
        self._in_turn, self._tend_at = in_turn, 0.0

    async def work(self) -> None:
        async with holding(self._database, self):
            while not self.stopping:
                self.beat()
                if monotonic() >= self._tend_at:
                    await self._tend()
                if (training := await self._next()) is not None:
                    with turn(self._in_turn) as is_ours:
                        if is_ours:
                            await self._run(training)
                await self.rest(LOOK_SECONDS)

    async def _tend(self) -> None:
        await runs.clear_interrupted(self._database)
        async with self._database.session() as session:
            for model in self._models if self._first else ():
                if model.trains_itself:
                    await runs.ask_first(session, model.name)
        self._tend_at = monotonic() + TEND_SECONDS

    async def _next(self) -> ModelTraining | None:
        async with self._database.session() as session:
            return await runs.find_waiting(session)

    async def _run(self, training: ModelTraining) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kit.lifeline", str(getpid())),
            *("kit.ml", "train", self._models.package, training.name, "--training", str(training.id)),
            env={**environ, **ONE_THREAD, "DATABASE_URL": self._url},
        )
        setpriority(PRIO_PROCESS, process.pid, PATIENT)
        try:
            await self._watch(process)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            await self._crashed(training.id)

    async def _watch(self, process: Process) -> None:
        """Until it ends; one that takes too long, or whose service stops, is ended."""
        ended = asyncio.ensure_future(process.wait())
        for _ in range(LONGEST_SECONDS):
            with self.idle():
                await asyncio.wait([ended], timeout=1)
            if ended.done():
                return

    async def _crashed(self, training_id: UUID) -> None:
        """It ended without a word."""
        async with self._database.session() as session:
            training = await session.get_one(ModelTraining, training_id)
            if training.status in ("waiting", "running"):
                runs.fail(training, "crashed")
