"""Virtual assistant for citizens and businesses."""

from fastapi import FastAPI

from assistant_citizen.background import JOBS, LIFESPANS, consumer
from assistant_citizen.conversation.sharing import shared_with
from assistant_citizen.home.gathering import gather
from assistant_citizen.models import MODELS
from assistant_citizen.routes import ROUTERS
from assistant_citizen.search.finding import find
from assistant_citizen.settings import Settings
from kit.app import create_app
from kit.ml.served import Served


def app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    return create_app(
        settings,
        package="assistant_citizen",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=LIFESPANS,
        front=shared_with(settings),
        search=find,
        home=gather,
        models=Served(MODELS),
    )
