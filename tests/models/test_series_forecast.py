"""The weighing of methods: better than seasonal naive and than equal weights on series it has not seen."""

import numpy as np
import pytest

from analytics.forecast.engine import METHODS
from analytics.forecast.model import Weights
from analytics.forecast.synthetic import FAMILIES, draw
from analytics.forecast.traits import NAMES
from kit.ml import artifact
from kit.ml.example import parted
from kit.ml.learning import Learned
from tests.models import learning


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learning.learned(Weights.name)


def test_it_beats_seasonal_naive_and_equal_weights(learned: Learned) -> None:
    own, naive = learned.facts["metrics"], learned.facts["baseline"]
    assert learned.better
    assert own["mase"] < 0.95 * naive["mase"]
    assert own["mase"] < own["mase_alike"]
    assert own["better_than_alike"] > 0.5


def test_it_is_promoted_only_if_it_beats_both() -> None:
    naive = {"mase": 1.2}
    assert Weights().is_better({"mase": 1.0, "mase_alike": 1.1}, naive)
    assert not Weights().is_better({"mase": 1.1, "mase_alike": 1.0}, naive)
    assert not Weights().is_better({"mase": 1.3, "mase_alike": 1.4}, naive)


def test_what_judges_was_not_learned_from() -> None:
    train, test = parted(learning.told(Weights.name))
    assert not {one.group for one in train} & {one.group for one in test}
    assert {one.group.partition("/")[0] for one in test} == set(FAMILIES)


def test_the_weights_are_shares_and_read_back_as_written(learned: Learned) -> None:
    fitted = artifact.read(Weights(), learned.data, learned.digest)
    test = [one.features for one in parted(learning.told(Weights.name))[1]][:50]
    for answer in Weights().probabilities(fitted, test):
        assert set(answer) == set(METHODS)
        assert sum(answer.values()) == pytest.approx(1)
        assert min(answer.values()) >= 0.02
    reasons = Weights().explain(fitted, test[0], METHODS[0])
    assert {reason.words for reason in reasons} <= set(NAMES)
    assert all(reason.weight > 0 for reason in reasons)


def test_the_same_seed_gives_the_same_series() -> None:
    for one, other in zip(draw(7, 30), draw(7, 30), strict=True):
        assert (one.values == other.values).all()
        assert (one.future == other.future).all()
    assert all(np.isfinite(one.values).all() for one in draw(8, 200))
