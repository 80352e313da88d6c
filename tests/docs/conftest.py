from importlib import import_module

import pytest
from fastapi import FastAPI

from embedded.services import SERVICES
from tests.support.settings import settings_of


@pytest.fixture(scope="session")
def apps() -> dict[str, FastAPI]:
    """Every service's app by its name, not started."""
    return {one.name: import_module(f"{one.package}.main").app(settings_of(one.package)) for one in SERVICES}
