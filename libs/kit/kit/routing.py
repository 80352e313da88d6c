"""Routers in an app.

FastAPI works out a router's routes anew for every app that includes it, half the time an app takes to be made. Here the
first app's serve all of a process: tests make thousands of apps, and all include a router alike.
"""

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from kit.once import answer_once

_included: dict[int, tuple[APIRouter, list[BaseRoute]]] = {}
"""By `id`, which is a router's own as long as it is kept here: routers have no hash."""


def include(app: FastAPI, router: APIRouter) -> None:
    """Routes are added to a router before it is included for the first time."""
    if id(router) in _included:
        app.router.routes.extend(_included[id(router)][1])
        return
    for context in iter_route_contexts(router.routes):
        if isinstance(context.original_route, APIRoute):
            answer_once(context.original_route)
    before = len(app.router.routes)
    app.include_router(router)
    _included[id(router)] = router, app.router.routes[before:]
