"""The chance of meeting a target: how good it has to be, on series it has not seen, before anybody relies on it."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
import pytest

from kit.ml import Example, artifact
from kit.ml.example import parted
from kit.ml.learning import Learned
from monitoring.forecast.examples import MET, OTHER, PARTS, SAME, group_of
from monitoring.forecast.model import Chance, Drift, chance_of, series_of, shape_of
from monitoring.forecast.outlook import outlook
from monitoring.forecast.synthetic import KNOWN, STRANGE, draw
from tests.models import learning

MEANS = {2021: 0.4014, 2022: 0.5791, 2024: 0.6961}
"""The published provincial mean of the index of digital transformation: an illustration, three points are too few."""


@pytest.fixture(scope="module")
def told() -> Sequence[Example]:
    return learning.told(Chance.name)


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learning.learned(Chance.name)


@pytest.fixture(scope="module")
def fitted(learned: Learned) -> object:
    """As it is read back from what was written down."""
    return artifact.read(Chance(), learned.data, learned.digest)


def test_it_beats_a_random_walk_where_it_knows_the_mechanism_and_loses_nothing_where_not(learned: Learned) -> None:
    metrics = learned.facts["metrics"]
    assert learned.better
    assert metrics["skill_known"] >= 0.24
    assert metrics["skill"] >= 0.1
    assert metrics["brier_known"] <= 0.105
    assert metrics["skill_unknown"] >= 0


def test_what_it_claims_hangs_on_what_it_knows_and_not_on_a_thin_margin_elsewhere() -> None:
    walk = {"brier": 0.15, "brier_known": 0.13, "brier_unknown": 0.16}
    assert Chance().is_better({"brier": 0.14, "brier_known": 0.1, "brier_unknown": 0.161}, walk)
    assert not Chance().is_better({"brier": 0.14, "brier_known": 0.13, "brier_unknown": 0.15}, walk)
    assert not Chance().is_better({"brier": 0.15, "brier_known": 0.1, "brier_unknown": 0.18}, walk)


def test_it_is_calibrated_where_it_knows_the_mechanism_and_better_than_the_baseline_elsewhere(learned: Learned) -> None:
    known, unknown = learned.facts["views"][SAME], learned.facts["views"][OTHER]
    assert known.metrics["calibration_error"] <= 0.03 < known.baseline["calibration_error"]
    assert unknown.metrics["calibration_error"] < unknown.baseline["calibration_error"]
    assert known.metrics["sharpness"] >= 0.3


def test_what_is_judged_was_not_learned_from(told: Sequence[Example]) -> None:
    train, test = parted(told)
    assert {group_of(one) for one in train} == {SAME}
    assert not {one.group for one in train} & {one.group for one in test}
    assert not set(KNOWN) & set(STRANGE)


def test_the_same_seed_gives_the_same_series() -> None:
    one, other = (list(islice(draw(7, 40), 40)) for _ in range(2))
    assert all((a.values == b.values).all() and a.outcome == b.outcome for a, b in zip(one, other, strict=True))
    assert {len(one.days) >= 4 for one in draw(8, 200)} == {True}
    assert all(one.values.min() >= 0 and one.values.max() <= 100 for one in draw(9, 200) if one.bounded)


def test_asking_for_more_never_makes_it_more_likely(fitted: object, told: Sequence[Example]) -> None:
    for one in parted(told)[1][::400]:
        shape = shape_of(one.features)
        asked = np.linspace(0, series_of(one.features).scale * 1.2, 50)
        chances = chance_of(fitted, np.array([shape.facing(float(target)) for target in asked]))
        assert (np.diff(chances) <= 1e-12).all()


def test_four_times_in_five_the_figure_lies_in_the_range(fitted: object) -> None:
    inside = []
    for drawn in draw(31, 90):
        facts = {"days": drawn.days.tolist(), "values": drawn.values.tolist(), "bounded": drawn.bounded}
        end = outlook(fitted, {**facts, "target": 50.0, "horizon": drawn.horizon}).end
        assert end.low <= end.middle <= end.high
        inside.append(end.low - 0.05 <= drawn.outcome <= end.high + 0.05)
    assert 0.7 <= np.mean(inside) <= 0.93


def test_a_series_that_grows_is_likelier_to_arrive_than_one_that_stands_still(fitted: object) -> None:
    facts = {"days": [0.0, 91, 182, 273, 365, 456], "bounded": True, "target": 90.0, "horizon": 180.0}
    rising = outlook(fitted, {**facts, "values": [50.0, 57, 63, 70, 76, 83]})
    still = outlook(fitted, {**facts, "values": [70.0, 71, 70, 70.5, 71, 70]})
    assert rising.chance > 0.6
    assert still.chance < 0.2
    assert rising.reasons
    assert still.end.high < 90


def test_three_published_means_are_too_few_and_are_shown_only_beside_the_baseline() -> None:
    days = [(year - 2021) * 365.0 for year in MEANS]
    facts = {"days": days, "values": [100 * mean for mean in MEANS.values()], "bounded": True, "horizon": 365.0}
    assert 0 < Drift().chance({**facts, "target": 80.0}) < Drift().chance({**facts, "target": 60.0}) < 1
    assert PARTS[0].split == "train"
    assert MET
