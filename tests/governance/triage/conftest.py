"""Governance with the packaged models in use."""

import pytest

from governance.models import MODELS
from kit.ml import service
from kit.ml.training import keep
from tests.governance.office import Office
from tests.models.learning import learned


async def _take_into_use(office: Office) -> None:
    async with office.app.state.database.session() as session:
        for name in ("document-field", "document-urgency"):
            version = await keep(session, MODELS.get(name), learned(name), by="command")
            await service.promote(session, MODELS, name, version.number, by="command")
    await office.app.state.models.look(office.app.state.database)


@pytest.fixture(scope="session", autouse=True)
def trained() -> None:
    """Before any event loop runs, for it takes its time."""
    for name in ("document-field", "document-urgency"):
        learned(name)


@pytest.fixture
async def triage(office: Office) -> Office:
    await _take_into_use(office)
    return office
