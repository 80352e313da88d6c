"""Models in use in this process. Another version, promoted anywhere, is here within seconds."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import FastAPI

from kit.clock import local_day
from kit.db import Database
from kit.ml import artifact, queries
from kit.ml.drift import aspects
from kit.ml.errors import ArtifactRefused
from kit.ml.example import Features
from kit.ml.model import Model, Models, Probabilities, Reason
from kit.ml.tables import ModelVersion
from kit.ml.use import Uses
from kit.shutdown import ended

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
WRITE_EVERY = 3
"""Looks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`shown` False: too unsure to be suggested to anybody."""

    model: str
    version: int
    label: str
    confidence: float
    shown: bool
    probabilities: Probabilities
    reasons: Sequence[Reason] = ()


@dataclass(frozen=True, slots=True)
class Active:
    """A version in use."""

    model: Model
    number: int
    fitted: Any
    uses: Uses

    def answer(
        self, features: Features, now: datetime, *, among: Iterable[str] | None = None, counted: bool = True
    ) -> Answer:
        """`among`: the labels that are possible here. `counted` for drift; reasons only where it is shown."""
        (shares,) = self.model.probabilities(self.fitted, [features])
        if counted:
            seen = aspects(shares, self.model.traits(features))
            self.uses.count(self.model.name, self.number, local_day(now), seen)
        return self._answer(features, _among(shares, among))

    def answers(self, features: Sequence[Features], now: datetime, *, counted: bool = True) -> list[Answer]:
        """Of many things at once, which costs far less than one after the other. Without reasons: see `reasons`."""
        told = self.model.probabilities(self.fitted, features) if features else []
        if counted:
            for one, shares in zip(features, told, strict=True):
                seen = aspects(shares, self.model.traits(one))
                self.uses.count(self.model.name, self.number, local_day(now), seen)
        return [self._answer(one, shares, explained=False) for one, shares in zip(features, told, strict=True)]

    def reasons(self, features: Features, label: str) -> Sequence[Reason]:
        """Why it may be this label."""
        return self.model.explain(self.fitted, features, label)

    def _answer(self, features: Features, shares: Probabilities, *, explained: bool = True) -> Answer:
        first, second = _two_best(shares)
        sure = shares.get(first, 0.0)
        shown = bool(first) and sure >= self.model.threshold and sure - shares.get(second, 0.0) >= self.model.gap
        reasons = self.reasons(features, first) if shown and explained else ()
        return Answer(self.model.name, self.number, first, round(sure, 4), shown, shares, tuple(reasons))


class Serving:
    """`app.state.models`."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.refused: dict[str, int] = {}
        """Versions in use that could not be read here; what was in use before goes on."""
        self._active: dict[str, Active] = {}
        self._uses = Uses()

    def active(self, name: str) -> Active | None:
        """None while there is no promoted version."""
        return self._active.get(name)

    async def look(self, database: Database) -> None:
        """Takes over what was promoted or rolled back since."""
        async with database.session() as session:
            used = await queries.in_use(session, self.models.names)
        for model in self.models:
            version, held = used.get(model.name), self._active.get(model.name)
            if version is None:
                self._active.pop(model.name, None)
            elif held is None or held.number != version.number:
                await self._take(database, model, version)

    async def _take(self, database: Database, model: Model, version: ModelVersion) -> None:
        if self.refused.get(model.name) == version.number:
            return
        async with database.session() as session:
            data = await queries.artifact_of(session, version.id)
        try:
            fitted = await asyncio.to_thread(artifact.read, model, data, version.digest)
        except ArtifactRefused as problem:
            log.error("artifact refused", extra={"model": model.name, "number": version.number, **problem.params})  # noqa: TRY400 - the reason says it
            self.refused[model.name] = version.number
            return
        self.refused.pop(model.name, None)
        self._active[model.name] = Active(model, version.number, fitted, self._uses)

    async def write(self, database: Database) -> None:
        async with database.session() as session:
            await self._uses.write(session)

    @asynccontextmanager
    async def running(self, app: FastAPI) -> AsyncIterator[None]:
        database: Database = app.state.database
        with suppress(Exception):  # a database that is away now is looked at again
            await self.look(database)
        task = asyncio.create_task(self._follow(database), name="models in use")
        try:
            yield
        finally:
            await ended(task)
            with suppress(Exception):
                await self.write(database)

    async def _follow(self, database: Database) -> None:
        looks = 0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            looks += 1
            try:
                await self.look(database)
                if looks % WRITE_EVERY == 0:
                    await self.write(database)
            except Exception:
                log.warning("models in use could not be looked up", exc_info=True)


def _among(shares: Probabilities, labels: Iterable[str] | None) -> Probabilities:
    """Shares of the possible labels alone, adding up to 1 again."""
    if labels is None:
        return shares
    kept = {label: shares[label] for label in labels if label in shares}
    whole = sum(kept.values())
    return {label: share / whole for label, share in kept.items()} if whole else {}


def _two_best(shares: Mapping[str, float]) -> tuple[str, str]:
    order = [*sorted(shares, key=lambda label: -shares[label])[:2], "", ""]
    return order[0], order[1]
