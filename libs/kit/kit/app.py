"""create_app: everything a service shares with the others, in one call."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from redis.asyncio import Redis
from starlette.middleware import Middleware

from kit import clock, health, once, problems, protocol, shutdown, telemetry, web
from kit.auth import Bearer, Keys, RemoteKeys
from kit.consumer import Consumer, background, show_dead_letters
from kit.db import Database
from kit.files import open_files
from kit.jobs import Job, run_jobs
from kit.middleware import BodyLimit, RequestIds, SecurityHeaders
from kit.platform import telling
from kit.routing import include
from kit.settings import Settings
from kit.web.home import Gather, show_home
from kit.web.search import Find, show_search

if TYPE_CHECKING:  # scikit-learn comes with it: only services that have models pay for that
    from kit.ml.served import Served

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    settings: Settings,
    *,
    package: str,
    routers: Sequence[APIRouter] = (),
    consumer: Consumer | None = None,
    jobs: Sequence[Job] = (),
    lifespans: Sequence[Lifespan] = (),
    front: Sequence[Middleware] = (),
    keys: Keys | None = None,
    search: Find | None = None,
    home: Gather | None = None,
    models: "Served | None" = None,
) -> FastAPI:
    """`lifespans` are entered in order once the database is there, and left before it goes.

    `front` stands before everything but request ids and telemetry.
    """
    app = FastAPI(
        title=settings.service,
        lifespan=_lifespan(settings, consumer, jobs, (*([models.running] if models else []), *lifespans, telling)),
        generate_unique_id_function=_operation_id,
        openapi_url=f"/{settings.service}/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # kit.telemetry does it, and once
    )
    app.state.settings = settings
    app.state.clock = clock.utc
    app.state.checks = {"database": health.database}
    app.state.consumer = consumer or Consumer(settings.service)
    app.state.bearer = Bearer(
        keys or RemoteKeys(f"{settings.gateway_url}/.well-known/jwks.json"),
        issuer=settings.token_issuer,
        audience=settings.audience,
        clock=lambda: app.state.clock(),  # noqa: PLW0108 - another may be set before the start
    )
    web.install(app, package)
    problems.install(app)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.add_middleware(SecurityHeaders, https=settings.origin.startswith("https://"))
    app.user_middleware[:0] = front
    telemetry.install(app, settings)
    app.add_middleware(RequestIds)
    _open_doors(app, settings, routers, search, home)
    if models:
        models.install(app)
    return app


def _open_doors(
    app: FastAPI, settings: Settings, routers: Sequence[APIRouter], search: Find | None, home: Gather | None
) -> None:
    for router in (health.router, *routers):
        include(app, router)
    show_dead_letters(app, settings.service)
    show_search(app, settings.service, search)
    show_home(app, settings.service, home)


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0] if route.tags else 'root'}-{route.name}"


def _lifespan(
    settings: Settings, consumer: Consumer | None, jobs: Sequence[Job], lifespans: Sequence[Lifespan]
) -> Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, Any]]]:
    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        async with AsyncExitStack() as stack:
            app.state.database = Database(
                settings.database_url, pool_size=settings.database_pool, application_name=settings.service
            )
            stack.push_async_callback(app.state.database.dispose)
            app.state.redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
            stack.push_async_callback(app.state.redis.aclose)
            app.state.files = open_files(settings.files_url)
            for lifespan in (shutdown.announce, telemetry.running, *lifespans):
                await stack.enter_async_context(lifespan(app))
            if settings.run_background:
                await stack.enter_async_context(background(app, consumer))
                await stack.enter_async_context(run_jobs(app, (*jobs, once.forget)))
            yield {"refused": getattr(app.state, "refused", protocol.refused)}

    return run
