"""Settings of a service for tests: everything real, nothing that a test did not start."""

from importlib import import_module
from typing import Any

from tests.support.tokens import ISSUER


def settings_of(package: str, **values: Any) -> Any:
    """Addresses that nobody answers unless the test gives others."""
    given = {
        "mode": "embedded",
        "database_url": "postgresql+asyncpg://nobody@127.0.0.1:1/none",
        "redis_url": "redis://127.0.0.1:1/0",
        "bus_url": "redis://127.0.0.1:1/0",
        "secret_key": "a-secret-of-tests-only-0123456789abcdef",
        "origin": ISSUER,
        "train_models": False,
        **values,
    }
    return import_module(f"{package}.settings").Settings(**given)
