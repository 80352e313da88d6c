"""Virtual assistant for officials."""

from fastapi import FastAPI

from assistant_staff.background import JOBS, LIFESPANS, consumer
from assistant_staff.home.gathering import gather
from assistant_staff.models import MODELS
from assistant_staff.routes import ROUTERS
from assistant_staff.search.finding import find
from assistant_staff.settings import Settings
from kit.app import create_app
from kit.ml.served import Served


def app(settings: Settings | None = None) -> FastAPI:
    return create_app(
        settings or Settings(),
        package="assistant_staff",
        routers=ROUTERS,
        consumer=consumer,
        jobs=JOBS,
        lifespans=LIFESPANS,
        search=find,
        home=gather,
        models=Served(MODELS),
    )
