from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from kit.ml.errors import ModelVersionNotFound
from kit.ml.tables import ModelChange, ModelTraining, ModelVersion
from kit.page import Page, Paging, paged


async def in_use(session: AsyncSession, names: Iterable[str]) -> Mapping[str, ModelVersion]:
    """By name; models without a promoted version are absent."""
    used = select(ModelVersion).where(ModelVersion.in_use, ModelVersion.name.in_(list(names)))
    return {version.name: version for version in await session.scalars(used)}


async def names_in_use(session: AsyncSession, names: Iterable[str]) -> Sequence[str]:
    used = select(ModelVersion.name).where(ModelVersion.in_use, ModelVersion.name.in_(list(names)))
    return (await session.scalars(used)).all()


async def newest(session: AsyncSession, names: Iterable[str]) -> Mapping[str, ModelVersion]:
    found = select(ModelVersion).where(ModelVersion.name.in_(list(names)))
    last = found.ext(distinct_on(ModelVersion.name)).order_by(ModelVersion.name, ModelVersion.number.desc())
    return {version.name: version for version in await session.scalars(last)}


async def get_version(session: AsyncSession, name: str, number: int, *, lock: bool = False) -> ModelVersion:
    query = select(ModelVersion).where(ModelVersion.name == name, ModelVersion.number == number)
    version = await session.scalar(query.with_for_update() if lock else query)
    if version is None:
        raise ModelVersionNotFound(name=name, number=number)
    return version


async def artifact_of(session: AsyncSession, version_id: UUID) -> bytes:
    query = select(ModelVersion).where(ModelVersion.id == version_id).options(undefer(ModelVersion.artifact))
    return (await session.scalars(query.execution_options(populate_existing=True))).one().artifact


async def next_number(session: AsyncSession, name: str) -> int:
    highest = await session.scalar(select(func.max(ModelVersion.number)).where(ModelVersion.name == name))
    return (highest or 0) + 1


async def list_versions(session: AsyncSession, name: str, wanted: Paging) -> Page[ModelVersion]:
    """The newest first."""
    query = select(ModelVersion).where(ModelVersion.name == name)
    newest_first = wanted.model_copy(update={"sort": wanted.sort or "-number"})
    return await paged(session, query, newest_first, {"number": ModelVersion.number}, ModelVersion.id)


async def last_trainings(session: AsyncSession, name: str, most: int = 10) -> Sequence[ModelTraining]:
    """The newest first."""
    query = select(ModelTraining).where(ModelTraining.name == name).order_by(ModelTraining.id.desc()).limit(most)
    return (await session.scalars(query)).all()


async def trainings_now(session: AsyncSession, names: Iterable[str]) -> Mapping[str, ModelTraining]:
    """The newest of each model, by name."""
    query = select(ModelTraining).where(ModelTraining.name.in_(list(names)))
    last = query.ext(distinct_on(ModelTraining.name)).order_by(ModelTraining.name, ModelTraining.id.desc())
    return {training.name: training for training in await session.scalars(last)}


async def changes_of(session: AsyncSession, name: str) -> Sequence[ModelChange]:
    """In order."""
    query = select(ModelChange).where(ModelChange.name == name).order_by(ModelChange.id)
    return (await session.scalars(query)).all()
