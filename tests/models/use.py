"""Trained models in use in an app. That a version is read from the database is proved by tests/kit/ml."""

from functools import cache
from typing import Any

from fastapi import FastAPI

from kit.ml import artifact, service
from kit.ml.model import Models
from kit.ml.runs import COMMAND
from kit.ml.serving import Active
from kit.ml.training import keep
from tests.models.learning import MODELS, learned


@cache
def fitted(name: str) -> Any:
    """Read once a worker: it takes up to two seconds."""
    made = learned(name)
    return artifact.read(MODELS[name], made.data, made.digest)


async def take_into_use(app: FastAPI, models: Models, *names: str) -> None:
    """As `python -m kit.ml promote` does, with what is read at hand."""
    serving, database = app.state.models, app.state.database
    async with database.session() as session:
        for name in names:
            version = await keep(session, models.get(name), learned(name), by=COMMAND)
            await service.promote(session, models, name, version.number, by=COMMAND)
            serving._active[name] = Active(models.get(name), version.number, fitted(name), serving._uses)
    await serving.look(database)
