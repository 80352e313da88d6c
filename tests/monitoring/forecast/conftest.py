import pytest

from kit.ml.learning import Learned
from monitoring.forecast.model import Chance
from tests.models.learning import learned as learned_once


@pytest.fixture(scope="session")
def learned() -> Learned:
    """How it is trained and promoted has tests of its own (tests/kit/ml)."""
    return learned_once(Chance.name)
