"""Online supervision for state management."""

from fastapi import FastAPI

from kit.app import create_app
from monitoring.settings import Settings
from monitoring.traffic import api, consumers, pages


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="monitoring",
        routers=[api.router, pages.router],
        consumer=consumers.consumer,
    )
