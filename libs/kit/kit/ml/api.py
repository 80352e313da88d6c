"""Models of a service, for those who keep them."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.ml import corrections, overview, queries, runs, service
from kit.ml.errors import CorrectionUnfit
from kit.ml.schemas import CorrectionCreate, CorrectionRead, ModelRead, TrainingRead, VersionRead, Watch
from kit.ml.serving import Serving
from kit.ml.tables import ModelTraining, ModelVersion
from kit.ml.watch import watch
from kit.page import Page, Paging

Reader = Annotated[Caller, requires("models:read")]
Writer = Annotated[Caller, requires("models:write")]
Number = Annotated[int, Path(ge=1, le=1_000_000_000)]


@cache
def model_router(service_name: str) -> APIRouter:
    router = APIRouter(prefix=f"/{service_name}/api/v1/models", tags=["model"])
    router.get("")(list_models)
    router.get("/{name}")(show)
    router.get("/{name}/versions", response_model=Page[VersionRead])(list_versions)
    router.get("/{name}/versions/{number}", response_model=VersionRead)(show_version)
    router.post("/{name}/versions/{number}/promote", response_model=VersionRead)(promote)
    router.post("/{name}/rollback", response_model=VersionRead)(rollback)
    router.get("/{name}/trainings", response_model=list[TrainingRead])(list_trainings)
    router.post("/{name}/trainings", status_code=202, response_model=TrainingRead)(train)
    router.get("/{name}/watch")(show_watch)
    router.get("/{name}/corrections", response_model=Page[CorrectionRead])(list_corrections)
    router.post("/{name}/corrections", status_code=204)(correct)
    return router


def serving_of(request: Request) -> Serving:
    serving: Serving = request.app.state.models
    return serving


async def list_models(request: Request, session: Session, _: Reader) -> list[ModelRead]:
    return list(await overview.list_models(session, serving_of(request)))


async def show(name: str, request: Request, session: Session, _: Reader) -> ModelRead:
    return await overview.get_model(session, serving_of(request), name)


async def list_versions(
    name: str, request: Request, session: Session, _: Reader, wanted: Annotated[Paging, Query()]
) -> Page[ModelVersion]:
    return await queries.list_versions(session, serving_of(request).models.get(name).name, wanted)


async def show_version(name: str, number: Number, request: Request, session: Session, _: Reader) -> ModelVersion:
    return await queries.get_version(session, serving_of(request).models.get(name).name, number)


async def promote(name: str, number: Number, request: Request, session: Session, caller: Writer) -> ModelVersion:
    models = serving_of(request).models
    return await service.promote(session, models, models.get(name).name, number, by=caller.subject)


async def rollback(name: str, request: Request, session: Session, caller: Writer) -> ModelVersion:
    models = serving_of(request).models
    return await service.rollback(session, models, models.get(name).name, by=caller.subject)


async def list_trainings(name: str, request: Request, session: Session, _: Reader) -> list[ModelTraining]:
    """The last ten, the newest first."""
    return list(await queries.last_trainings(session, serving_of(request).models.get(name).name))


async def train(name: str, request: Request, session: Session, caller: Writer) -> ModelTraining:
    """Begins within a second, in a process of its own; ask for its state."""
    training = await runs.ask(session, serving_of(request).models.get(name).name, by=caller.subject)
    await session.refresh(training)
    return training


async def show_watch(name: str, request: Request, session: Session, _: Reader, now: Now) -> Watch:
    return await watch(session, serving_of(request).models.get(name).name, now)


async def list_corrections(
    name: str, request: Request, session: Session, _: Reader, wanted: Annotated[Paging, Query()]
) -> Page[object]:
    model = serving_of(request).models.get(name)
    page = await corrections.list_corrections(session, model.name, wanted)
    read = [CorrectionRead.model_validate(one).without(model.unshown) for one in page.items]
    return Page[object](items=read, next=page.next)


async def correct(name: str, data: CorrectionCreate, request: Request, session: Session, caller: Writer) -> None:
    """For the model's keepers; a feature that shows answers has its own door for those who use it."""
    model = serving_of(request).models.get(name)
    features, right, number = data.features, data.right, data.version
    if not model.can_learn(features, right):
        raise CorrectionUnfit
    await corrections.note(
        session, model.name, features, suggested=data.suggested, right=right, by=caller.subject, number=number
    )
