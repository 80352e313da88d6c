"""Online supervision for state management."""

from fastapi import FastAPI

from kit.app import create_app
from kit.ml.served import Served
from monitoring.background import JOBS, LIFESPANS, consumer
from monitoring.home.gathering import gather
from monitoring.models import MODELS
from monitoring.routes import ROUTERS
from monitoring.search.finding import find
from monitoring.settings import Settings


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="monitoring",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=LIFESPANS,
        models=Served(MODELS),
        search=find,
        home=gather,
    )
