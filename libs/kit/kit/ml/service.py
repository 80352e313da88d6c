"""Taking versions into use and back. Whoever does it waits for the one before: one order for one model."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit import platform
from kit.ml import queries
from kit.ml.errors import ModelInUse, ModelNotBetter, NothingEarlier
from kit.ml.model import Models
from kit.ml.tables import ModelChange, ModelVersion


async def promote(session: AsyncSession, models: Models, name: str, number: int, *, by: str) -> ModelVersion:
    """ModelNotBetter, whoever asks, for one that does not beat its baseline."""
    await alone(session, name)
    version = await queries.get_version(session, name, number)
    if version.in_use:
        raise ModelInUse(number=number)
    if not version.better:
        raise ModelNotBetter(number=number)
    return await _use(session, models, version, "promote", by)


async def rollback(session: AsyncSession, models: Models, name: str, *, by: str) -> ModelVersion:
    """To the version that was in use before the present one was promoted."""
    await alone(session, name)
    earlier = in_use_in_order(await queries.changes_of(session, name))[:-1]
    if not earlier:
        raise NothingEarlier
    version = await session.get_one(ModelVersion, earlier[-1])
    return await _use(session, models, version, "rollback", by)


def in_use_in_order(changes: Sequence[ModelChange]) -> list[UUID]:
    """Versions one can go back through, the present one last: a rollback takes the last one off."""
    used: list[UUID] = []
    for change in changes:
        if change.action == "rollback":
            used = used[: used.index(change.version_id) + 1]
        else:
            used = [one for one in used if one != change.version_id] + [change.version_id]
    return used


async def alone(session: AsyncSession, name: str) -> None:
    """Until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"model use {name}", 0))))


async def _use(session: AsyncSession, models: Models, version: ModelVersion, action: str, by: str) -> ModelVersion:
    others = ModelVersion.name == version.name, ModelVersion.in_use
    await session.execute(update(ModelVersion).where(*others).values(in_use=False))
    version.in_use = True
    session.add(ModelChange(name=version.name, version_id=version.id, action=action, by=by))
    await session.flush()
    await platform.tell(session, models.service, models.names)
    return version
