"""Online meetings: prepare, meet, vote, minute, follow up."""

from fastapi import FastAPI

from kit.app import create_app
from kit.ml.served import Served
from meetings.archive.finding import find
from meetings.background import JOBS, LIFESPANS, consumer
from meetings.home.gathering import gather
from meetings.models import MODELS
from meetings.routes import ROUTERS
from meetings.settings import Settings


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="meetings",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=LIFESPANS,
        models=Served(MODELS),
        search=find,
        home=gather,
    )
