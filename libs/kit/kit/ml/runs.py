"""Trainings: asked for by a person, at the first start, or by command; one at a time of each model.

Whoever runs one holds a lock of the database for as long as its process lives, so a training that is said to run and
whose lock is free was interrupted.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.editing import unless_taken
from kit.ml.errors import TrainingUnderWay
from kit.ml.tables import ModelTraining, ModelVersion

FIRST, COMMAND = "start", "command"


async def ask(session: AsyncSession, name: str, *, by: str) -> ModelTraining:
    """TrainingUnderWay when one waits or runs."""
    training = ModelTraining(name=name, asked_by=by)
    async with unless_taken(session, TrainingUnderWay()):
        session.add(training)
    return training


async def ask_first(session: AsyncSession, name: str) -> None:
    """Where the model has no version and was never trained in vain; several replicas ask once."""
    known = select(ModelVersion.id).where(ModelVersion.name == name).limit(1)
    tried = select(ModelTraining.id).where(ModelTraining.name == name, ModelTraining.reason != "interrupted").limit(1)
    if await session.scalar(known) is None and await session.scalar(tried) is None:
        first = insert(ModelTraining).values(name=name, asked_by=FIRST, promotes=True, status="waiting", step="")
        await session.execute(first.on_conflict_do_nothing())


async def find_waiting(session: AsyncSession) -> ModelTraining | None:
    """The one that waits longest. A command does its own, unless it died before it began."""
    left = or_(ModelTraining.asked_by != COMMAND, ModelTraining.asked_at < func.now() - timedelta(minutes=1))
    waiting = select(ModelTraining).where(ModelTraining.status == "waiting", left).order_by(ModelTraining.id)
    return (await session.scalars(waiting.limit(1))).first()


def fail(training: ModelTraining, reason: str) -> None:
    training.status, training.reason = "failed", reason
    training.ended_at = func.now()


async def clear_interrupted(database: Database) -> None:
    """Those said to run that nobody runs."""
    async with database.session() as session:
        running = (await session.scalars(select(ModelTraining).where(ModelTraining.status == "running"))).all()
        for training in running:
            async with trying(database, training.name) as had:
                if had:
                    await session.refresh(training)
                    if training.status == "running":
                        fail(training, "interrupted")


@asynccontextmanager
async def trying(database: Database, name: str) -> AsyncIterator[bool]:
    """Whether the lock of this model's training was free; it is held inside."""
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        key = func.hashtextextended(f"model training {name}", 0)
        had = bool(await connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield had
        finally:
            if had:
                await connection.execute(select(func.pg_advisory_unlock(key)))
