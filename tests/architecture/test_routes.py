"""Every route states what it requires of its caller: `requires(…)` or, for everybody, `public()`."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from kit.auth.requirement import Open, OtherProof, Requirement
from tests.architecture.test_imports import SERVICES
from tests.support.settings import settings_of


def dependencies(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from dependencies(one)


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_states_what_it_requires(service: str) -> None:
    app: FastAPI = import_module(f"{service}.main").app(settings_of(service))
    originals = [context.original_route for context in iter_route_contexts(app.routes)]
    routes = [route for route in originals if isinstance(route, APIRoute)]
    silent = [
        f"{sorted(route.methods or ())} {route.path}"
        for route in routes
        if not any(isinstance(call, Requirement | Open | OtherProof) for call in dependencies(route.dependant))
    ]
    assert len(routes) > 3
    assert not silent
