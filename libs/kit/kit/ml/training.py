"""One training from its request to a version, with its steps told on the way. Runs in a process of its own."""

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.errors import Problem
from kit.ml import artifact, corrections, queries, runs, service
from kit.ml.errors import ArtifactRefused, TrainingUnderWay
from kit.ml.learning import Current, Learned, learn
from kit.ml.model import Model, Models
from kit.ml.tables import ModelTraining, ModelVersion

log = logging.getLogger(__name__)


async def train(database: Database, models: Models, name: str, training_id: UUID) -> None:
    """Ends with a version or with the reason why there is none. TrainingUnderWay when another process is at it."""
    model = models.get(name)
    async with runs.trying(database, name) as had:
        if not had:
            raise TrainingUnderWay
        if not await _begin(database, training_id):
            return
        try:
            await _train(database, models, model, training_id)
        except Exception as error:
            log.exception("training failed", extra={"model": name})
            await _fail(database, training_id, error.code if isinstance(error, Problem) else type(error).__name__)


async def _train(database: Database, models: Models, model: Model, training_id: UUID) -> None:
    async with database.session() as session:
        examples = [*await model.read(session), *await corrections.examples(session, model.name)]
        current = await _current(session, model)
    tell = _teller(database, training_id)
    learned = await asyncio.to_thread(learn, model, examples, current, tell)
    async with database.session() as session:
        training = await session.get_one(ModelTraining, training_id)
        version = await keep(session, model, learned, by=training.asked_by)
        training.status, training.step, training.version_id = "finished", "", version.id
        training.ended_at = func.now()
        if training.promotes and version.better:
            await service.promote(session, models, model.name, version.number, by=training.asked_by)


async def keep(session: AsyncSession, model: Model, learned: Learned, *, by: str) -> ModelVersion:
    await service.alone(session, model.name)
    number = await queries.next_number(session, model.name)
    moment = await session.scalar(func.now().select())
    card = learned.card(number=number, trained_at=moment, trained_by=by)
    facts = {"card": card.model_dump(mode="json"), "digest": learned.digest, "better": learned.better}
    version = ModelVersion(
        name=model.name, number=number, artifact=learned.data, trained_by=by, trained_at=moment, **facts
    )
    session.add(version)
    await session.flush()
    return version


async def _current(session: AsyncSession, model: Model) -> Current | None:
    """None also where it cannot be read any more: it is then not compared with."""
    version = (await queries.in_use(session, [model.name])).get(model.name)
    if version is None:
        return None
    try:
        fitted = artifact.read(model, await queries.artifact_of(session, version.id), version.digest)
    except ArtifactRefused:
        log.warning("the version in use cannot be read", extra={"model": model.name})
        return None
    return Current(version.number, fitted)


async def _begin(database: Database, training_id: UUID) -> bool:
    """False when it is over already, or somebody took it back."""
    async with database.session() as session:
        training = await session.get(ModelTraining, training_id, with_for_update=True)
        if training is None or training.status != "waiting":
            return False
        training.status, training.step, training.started_at = "running", "reading", func.now()
        return True


async def _fail(database: Database, training_id: UUID, reason: str) -> None:
    async with database.session() as session:
        runs.fail(await session.get_one(ModelTraining, training_id), reason)


def _teller(database: Database, training_id: UUID) -> Callable[[str], None]:
    """Called from the thread that learns; the loop is free meanwhile."""
    loop = asyncio.get_running_loop()

    async def tell(step: str) -> None:
        async with database.session() as session:
            (await session.get_one(ModelTraining, training_id)).step = step

    return lambda step: asyncio.run_coroutine_threadsafe(tell(step), loop).result()
