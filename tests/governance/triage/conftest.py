"""Governance with the packaged models in use."""

import pytest

from governance.models import MODELS
from tests.governance.office import Office
from tests.models.use import fitted, take_into_use

NAMES = ("document-field", "document-urgency")


@pytest.fixture(scope="session", autouse=True)
def trained() -> None:
    """Before any event loop runs, for it takes its time."""
    for name in NAMES:
        fitted(name)


@pytest.fixture
async def triage(office: Office) -> Office:
    await take_into_use(office.app, MODELS, *NAMES)
    return office
