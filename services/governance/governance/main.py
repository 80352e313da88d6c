"""Province-wide governance: who works where, documents, tasks."""

from fastapi import FastAPI

from governance.background import JOBS, consumer
from governance.day.home import gather
from governance.models import MODELS
from governance.routes import ROUTERS
from governance.search.finding import find
from governance.settings import Settings
from kit.app import create_app
from kit.ml.served import Served


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="governance",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        search=find,
        home=gather,
        models=Served(MODELS),
    )
