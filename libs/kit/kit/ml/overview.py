"""A model as its keepers see it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml import corrections, queries
from kit.ml.model import Models
from kit.ml.schemas import ModelRead, TrainingRead
from kit.ml.serving import Serving
from kit.ml.tables import ModelVersion


async def list_models(session: AsyncSession, serving: Serving) -> Sequence[ModelRead]:
    """All of a service, as they were declared: a handful."""
    return await _read(session, serving, serving.models.names)


async def get_model(session: AsyncSession, serving: Serving, name: str) -> ModelRead:
    serving.models.get(name)
    (model,) = await _read(session, serving, [name])
    return model


async def shown_versions(session: AsyncSession, models: Models) -> dict[str, ModelVersion]:
    """By name the one in use, else the newest: whose figures say most."""
    return {**await queries.newest(session, models.names), **await queries.in_use(session, models.names)}


async def _read(session: AsyncSession, serving: Serving, names: Sequence[str]) -> list[ModelRead]:
    used, newest = await queries.in_use(session, names), await queries.newest(session, names)
    trainings, counted = await queries.trainings_now(session, names), await corrections.counts(session, names)
    return [
        ModelRead(
            name=name,
            version=used[name].number if name in used else None,
            newest=newest[name].number if name in newest else None,
            training=TrainingRead.model_validate(trainings[name]) if name in trainings else None,
            taken=counted.get(name, (0, 0))[0],
            corrected=counted.get(name, (0, 0))[1],
            refused=name in used and serving.refused.get(name) == used[name].number,
        )
        for name in names
    ]
