"""Pages of a service's models: which are in use, how good they are, and the buttons of those who keep them."""

from collections.abc import Awaitable
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.clock import Now
from kit.db import Session
from kit.errors import Conflict
from kit.ml import charts, overview, queries, runs, service
from kit.ml.api import Number, Reader, Writer, serving_of
from kit.ml.card import Card
from kit.ml.watch import watch
from kit.page import Paging
from kit.web import Section, redirect, render, translator

Wanted = Annotated[Paging, Query()]


def model_section(service_name: str) -> Section:
    return Section("ml.title", f"/{service_name}/models", "bot", scope="models:read")


@cache
def model_pages(service_name: str) -> APIRouter:
    router = APIRouter(prefix=f"/{service_name}/models", tags=["model-page"], include_in_schema=False)
    router.get("")(show_list)
    router.get("/{name}")(show)
    router.get("/{name}/training")(show_training)
    router.get("/{name}/versions/{number}")(show_version)
    router.post("/{name}/trainings")(train)
    router.post("/{name}/versions/{number}/promote")(promote)
    router.post("/{name}/rollback")(rollback)
    return router


async def show_list(request: Request, session: Session, _: Reader) -> Response:
    serving = serving_of(request)
    shown = await overview.shown_versions(session, serving.models)
    return render(
        request,
        "ml/list.html",
        home=_home(request),
        models=await overview.list_models(session, serving),
        cards={name: Card.model_validate(version.card) for name, version in shown.items()},
    )


async def show(name: str, request: Request, session: Session, _: Reader, now: Now, wanted: Wanted) -> Response:
    serving = serving_of(request)
    model = await overview.get_model(session, serving, name)
    version = (await overview.shown_versions(session, serving.models)).get(name)
    seen = await watch(session, name, now)
    return render(
        request,
        "ml/detail.html",
        block="rows",
        home=_home(request),
        model=model,
        card=Card.model_validate(version.card) if version else None,
        page=await queries.list_versions(session, name, wanted),
        earlier=service.in_use_in_order(await queries.changes_of(session, name))[:-1],
        trainings=await queries.last_trainings(session, name, 5),
        watch=seen,
        drift=charts.drift(seen, translator(request)),
        drift_names={one.aspect: charts.aspect_name(one.aspect, translator(request)) for one in seen.drift},
        taken=charts.taken(seen, translator(request)),
    )


async def show_training(name: str, request: Request, session: Session, _: Reader) -> Response:
    """The part of the page that follows a training; its end is told by loading the page anew."""
    model = await overview.get_model(session, serving_of(request), name)
    if model.training and model.training.status in ("waiting", "running"):
        return render(request, "ml/training.html", home=_home(request), model=model)
    return Response(headers={"HX-Refresh": "true"})


async def show_version(name: str, number: Number, request: Request, session: Session, _: Reader) -> Response:
    serving_of(request).models.get(name)
    version = await queries.get_version(session, name, number)
    card = Card.model_validate(version.card)
    t = translator(request)
    return render(
        request,
        "ml/version.html",
        home=_home(request),
        name=name,
        version=version,
        card=card,
        calibration=charts.calibration(card, t),
        labels=[(charts.label(name, one, t), figures) for one, figures in card.by_label.items()],
    )


async def train(name: str, request: Request, session: Session, caller: Writer) -> Response:
    serving_of(request).models.get(name)
    return await _done(request, session, name, "ml.asked", runs.ask(session, name, by=caller.subject))


async def promote(name: str, number: Number, request: Request, session: Session, caller: Writer) -> Response:
    models = serving_of(request).models
    doing = service.promote(session, models, models.get(name).name, number, by=caller.subject)
    return await _done(request, session, name, "ml.promoted", doing)


async def rollback(name: str, request: Request, session: Session, caller: Writer) -> Response:
    models = serving_of(request).models
    doing = service.rollback(session, models, models.get(name).name, by=caller.subject)
    return await _done(request, session, name, "ml.rolled_back", doing)


async def _done(request: Request, session: Session, name: str, key: str, doing: Awaitable[object]) -> Response:
    """Back to the model's page, which says what was done or why it was not."""
    here = f"{_home(request)}/{name}"
    try:
        async with session.begin_nested():
            await doing
    except Conflict as problem:
        return redirect(request, here, f"error.{problem.code}.detail", "danger", **problem.params)
    return redirect(request, here, key)


def _home(request: Request) -> str:
    return f"/{request.app.state.settings.service}/models"
