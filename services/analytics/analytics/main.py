"""Central data analysis: datasets, catalogue, SQL workspace, dashboards."""

from fastapi import FastAPI

from analytics.background import JOBS, LIFESPANS, consumer
from analytics.home.gathering import gather
from analytics.models import MODELS
from analytics.routes import ROUTERS
from analytics.search.finding import find
from analytics.settings import Settings
from kit.app import create_app
from kit.ml.served import Served


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="analytics",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=LIFESPANS,
        search=find,
        home=gather,
        models=Served(MODELS),
    )
