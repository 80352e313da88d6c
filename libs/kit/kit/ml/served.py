"""What a service with models has beside them: doors for their keepers, the versions in use, the trainer.

create_app(…, models=Served(MODELS))       # MODELS stands in <package>/models.py
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from kit.ml.api import model_router
from kit.ml.model import Models
from kit.ml.pages import model_pages, model_section
from kit.ml.serving import Serving
from kit.ml.trainer import Trainer
from kit.routing import include


class Served:
    def __init__(self, models: Models) -> None:
        self.models = models

    @property
    def names(self) -> list[str]:
        return self.models.names

    def install(self, app: FastAPI) -> None:
        app.state.models = Serving(self.models)
        include(app, model_router(self.models.service))
        include(app, model_pages(self.models.service))
        app.state.sections += (model_section(self.models.service),)

    @asynccontextmanager
    async def running(self, app: FastAPI) -> AsyncIterator[None]:
        settings, serving = app.state.settings, app.state.models
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(serving.running(app))
            if settings.run_background:
                url, first, in_turn = settings.database_url, settings.train_models, settings.training_turn
                trainer = Trainer(app.state.database, url, self.models, first=first, in_turn=in_turn)
                app.state.checks[trainer.name] = trainer.check
                await stack.enter_async_context(trainer.running())
            yield
