"""A meeting that was held, with the packaged model in use."""

import pytest

from meetings.models import MODELS
from meetings.proposal.queries import MODEL
from tests.meetings.hall import Hall
from tests.meetings.minutes.afterwards import Afterwards
from tests.models.use import fitted, take_into_use


@pytest.fixture(scope="session", autouse=True)
def trained() -> None:
    """Before any event loop runs, for it takes its time."""
    fitted(MODEL)


@pytest.fixture
async def held(hall: Hall) -> Afterwards:
    started = await Afterwards.of(hall)
    await take_into_use(hall.app, MODELS, MODEL)
    return started
