"""A meeting that was held, with the packaged model in use."""

import pytest

from kit.ml import service
from kit.ml.training import keep
from meetings.models import MODELS
from meetings.proposal.queries import MODEL
from tests.meetings.hall import Hall
from tests.meetings.minutes.afterwards import Afterwards
from tests.models.learning import learned


@pytest.fixture(scope="session", autouse=True)
def trained() -> None:
    """Before any event loop runs, for it takes its time."""
    learned(MODEL)


@pytest.fixture
async def held(hall: Hall) -> Afterwards:
    started = await Afterwards.of(hall)
    async with hall.app.state.database.session() as session:
        version = await keep(session, MODELS.get(MODEL), learned(MODEL), by="command")
        await service.promote(session, MODELS, MODEL, version.number, by="command")
    await hall.app.state.models.look(hall.app.state.database)
    return started
