"""The baseline against its textbook, and what every series has to hold to."""

from math import sqrt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitoring.forecast.drift import SURE, walk
from monitoring.forecast.features import DIRECTIONS, NAMES, Shape
from monitoring.forecast.series import FEWEST, MOST, Series, held, slope


@st.composite
def series(draw: st.DrawFn) -> Series:
    gaps = draw(st.lists(st.integers(1, 400), min_size=FEWEST, max_size=MOST))
    bounded = draw(st.booleans())
    figure = st.floats(0, 100) if bounded else st.floats(0, 1e7)
    values = draw(st.lists(figure, min_size=len(gaps), max_size=len(gaps)))
    return Series.of(np.cumsum(gaps).tolist(), values, bounded=bounded)


def test_a_walk_by_hand() -> None:
    """Steps 2, 4, 3, 3 a day: drift 3, variance 2/3; ten days on, with what the drift may be off by."""
    expected = walk(Series.of([0, 1, 2, 3, 4], [0, 2, 6, 9, 12], bounded=True), 10)
    assert expected.mean == 42
    assert expected.spread == sqrt(2 / 3 * 10 * (1 + 10 / 4))
    assert expected.chance(42) == 0.5
    assert round(expected.chance(42 - expected.spread), 4) == 0.8413


@given(series(), st.floats(1, 3000), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_chance_is_never_certain_and_falls_as_more_is_asked(
    given_series: Series, horizon: float, one: float, other: float
) -> None:
    expected = walk(given_series, horizon)
    less, more = sorted((one, other))
    assert SURE <= expected.chance(more) <= expected.chance(less) <= 1 - SURE


@given(series(), st.integers(1, 3000), st.floats(0, 1e6))
def test_features_are_finite_whatever_the_series(given_series: Series, horizon: int, target: float) -> None:
    assert np.isfinite(Shape.of(given_series, horizon).facing(target)).all()


@given(series(), st.integers(1, 3000), st.floats(0, 200), st.floats(0, 200))
def test_only_what_is_declared_follows_the_target_and_in_its_direction(
    given_series: Series, horizon: int, one: float, other: float
) -> None:
    shape, (less, more) = Shape.of(given_series, horizon), sorted((one, other))
    moved = dict(zip(NAMES, shape.facing(more) - shape.facing(less), strict=True))
    assert not [name for name, step in moved.items() if step * DIRECTIONS.get(name, 0) > 1e-9]
    assert not [name for name, step in moved.items() if step and name not in DIRECTIONS]


@given(series(), st.floats(-1e6, 1e6))
def test_a_value_is_held_within_what_it_can_be(given_series: Series, value: float) -> None:
    assert 0 <= held(value, given_series) <= (100 if given_series.bounded else 1e6)


def test_one_wrong_figure_does_not_turn_the_slope() -> None:
    days = np.arange(9.0)
    values = days * 2
    values[4] = 900
    assert slope(days, values) == 2
