"""Central data analysis: datasets, catalogue, SQL workspace, dashboards."""

from fastapi import FastAPI

from analytics.background import JOBS, LIFESPANS, consumer
from analytics.routes import ROUTERS
from analytics.settings import Settings
from kit.app import create_app


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="analytics",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=LIFESPANS,
    )
