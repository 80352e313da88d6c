import pytest

from kit.ml.learning import Learned, learn
from monitoring.forecast.examples import examples
from monitoring.forecast.model import Chance


@pytest.fixture(scope="session")
def learned() -> Learned:
    """Trained once: how it is trained and promoted has tests of its own (tests/kit/ml)."""
    return learn(Chance(), list(examples()))
