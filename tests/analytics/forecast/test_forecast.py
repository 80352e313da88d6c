"""The forecast of one series, by the door that other features use."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from math import isfinite, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.forecast.errors import HorizonOut, SeriesNotFinite, SeriesTooLong, SeriesTooShort, SeriesTwice
from analytics.forecast.schemas import Forecast
from analytics.forecast.service import forecast

FINITE = st.floats(allow_nan=False, allow_infinity=False)
USUAL = st.floats(min_value=-1e6, max_value=1e6).map(lambda one: round(one, 3))
STEPS = st.sampled_from([1, 3, 12])


def series(values: Iterable[float], *, step: int = 1, year: int = 1995) -> list[tuple[date, float]]:
    values = list(values)
    places = [divmod(number * step, 12) for number in range(len(values))]
    return [(date(year + years, month + 1, 1), float(v)) for (years, month), v in zip(places, values, strict=True)]


def seasonal(years: int, *, noise: float = 0.0, seed: int = 7) -> np.ndarray:
    """Dossiers a month: they grow, fall at Tết and swell in summer."""
    months = np.arange(12 * years)
    shape = np.array([0.9, 0.6, 1.0, 1.05, 1.1, 1.25, 1.3, 1.2, 1.0, 0.95, 0.9, 0.75])
    shape /= shape.mean()
    told: np.ndarray = (
        (1000 + 5 * months) * shape[months % 12] * (1 + noise * np.random.default_rng(seed).normal(size=len(months)))
    )
    return told


def middles(told: Forecast) -> np.ndarray:
    return np.array([point.value for point in told.points])


def widths(told: Forecast) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([point.high_80 - point.low_80 for point in told.points]),
        np.array([point.high_95 - point.low_95 for point in told.points]),
    )


def test_a_season_and_a_trend_go_on() -> None:
    whole = seasonal(9, noise=0.02)
    told = forecast(series(whole[:-18]), 18)
    truth = whole[-18:]
    naive = np.array([point.naive for point in told.points])
    own = np.abs(middles(told) - truth).mean()
    assert own < 0.04 * truth.mean()
    assert own < 0.7 * np.abs(naive - truth).mean()
    assert told.period == 12
    assert {"seasonal", "better_than_naive"} <= set(told.remarks)
    assert told.proof is not None
    assert told.proof.missed < told.proof.naive_missed


def test_the_naive_beside_it_is_the_same_month_of_last_year() -> None:
    values = seasonal(4)
    told = forecast(series(values), 14)
    assert [point.naive for point in told.points] == pytest.approx([*values[-12:], *values[-12:-10]])


@pytest.mark.parametrize(("step", "period", "following"), [(1, 12, (2, 2025)), (3, 4, (4, 2025)), (12, 1, (1, 2026))])
def test_the_step_is_read_from_the_days(step: int, period: int, following: tuple[int, int]) -> None:
    start = {1: 2023, 3: 2019, 12: 2001}[step]
    told = forecast(
        series(
            [5, 7, 6, 8, 7, 9, 8, 10, 9, 11, 10, 12, 11, 13, 12, 14, 13, 15, 14, 16, 15, 17, 16, 18, 17],
            step=step,
            year=start,
        ),
        3,
    )
    assert told.period == period
    assert (told.points[0].day.month, told.points[0].day.year) == following


def test_the_last_day_of_a_month_stays_the_last() -> None:
    days = [date(2024, month, monthrange(2024, month)[1]) for month in range(1, 13)]
    told = forecast([(day, 10.0 + day.month) for day in days], 4)
    assert [str(point.day) for point in told.points] == ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]


def test_gaps_in_any_order_are_filled_along_the_season() -> None:
    values = seasonal(8)
    whole = series(values)
    few = [pair for number, pair in enumerate(whole) if number % 11 != 5]
    with_marks = [(day, nan if number % 11 == 5 else value) for number, (day, value) in enumerate(whole)]
    told, marked = forecast(few[::-1], 12), forecast(with_marks, 12)
    assert "gaps" in told.remarks
    assert told == marked
    assert middles(told) == pytest.approx(middles(forecast(whole, 12)), rel=0.05)


def test_a_constant_series_stays_what_it_is() -> None:
    for value in (0.0, 3.5, -2.0, 1e-9):
        told = forecast(series([value] * 30), 6)
        assert middles(told) == pytest.approx([value] * 6, rel=1e-6, abs=1e-12)
        assert max(widths(told)[1]) <= 1e-6 * abs(value) + 1e-12
        assert "constant" in told.remarks


def test_three_points_are_enough_and_two_are_refused() -> None:
    told = forecast(series([10, 12, 11]), 5)
    assert "untried" in told.remarks
    assert told.proof is None
    assert all(point.low_95 < point.low_80 < point.value < point.high_80 < point.high_95 for point in told.points)
    with pytest.raises(SeriesTooShort):
        forecast(series([10, 12]), 5)
    with pytest.raises(SeriesTooShort):
        forecast([*series([10, 12]), (date(2024, 1, 1), nan)], 5)


def test_what_is_no_series_is_refused_with_its_reason() -> None:
    with pytest.raises(SeriesTwice) as twice:
        forecast([(date(2024, 1, day), 1.0) for day in range(1, 20)], 3)
    assert twice.value.params["month"] == "2024-01"
    with pytest.raises(SeriesNotFinite):
        forecast(series([1, 2, float("inf"), 4]), 3)
    with pytest.raises(SeriesTooLong):
        forecast([(date(1, 1, 1), 1.0), (date(2020, 2, 1), 2.0), (date(2020, 3, 1), 3.0)], 3)
    for horizon in (0, -1, 61):
        with pytest.raises(HorizonOut):
            forecast(series([1, 2, 3, 4]), horizon)


def test_one_wild_month_does_not_carry_the_forecast_away() -> None:
    values = seasonal(8, noise=0.02)
    wild = values.copy()
    wild[50] *= 8
    calm, shaken = (middles(forecast(series(one), 12)) for one in (values, wild))
    assert np.abs(shaken / calm - 1).max() < 0.1


def test_counts_never_fall_below_nothing_and_their_mirror_never_rises_above() -> None:
    counts = np.random.default_rng(3).poisson(0.7, 60).astype(float)
    told = forecast(series(counts), 12)
    assert min(point.low_95 for point in told.points) >= 0
    falling = np.linspace(100, 4, 40)
    assert min(middles(forecast(series(falling), 24))) >= 0
    up, down = forecast(series(seasonal(5)), 12), forecast(series(-seasonal(5)), 12)
    assert middles(down) == pytest.approx(-middles(up))
    assert [point.low_95 for point in down.points] == pytest.approx([-point.high_95 for point in up.points])


@settings(max_examples=60, deadline=None)
@given(st.lists(FINITE, min_size=3, max_size=70), st.integers(1, 24), STEPS)
def test_whatever_is_finite_is_told_in_finite_numbers_and_in_order(
    values: list[float], horizon: int, step: int
) -> None:
    told = forecast(series(values, step=step, year=1900), horizon)
    assert len(told.points) == horizon
    for point in told.points:
        row = (point.low_95, point.low_80, point.value, point.high_80, point.high_95)
        assert all(isfinite(one) for one in (*row, point.naive))
        assert list(row) == sorted(row)
    assert sum(told.weights.values()) == pytest.approx(1, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(USUAL, min_size=3, max_size=70), st.floats(min_value=1e-3, max_value=1e3), STEPS)
def test_another_unit_changes_nothing_but_the_unit(values: list[float], unit: float, step: int) -> None:
    one, other = forecast(series(values, step=step), 8), forecast(series(np.array(values) * unit, step=step), 8)
    size = max(map(abs, values)) or 1.0
    assert middles(other) / unit == pytest.approx(middles(one), abs=1e-5 * size)
    assert widths(other)[1] / unit == pytest.approx(widths(one)[1], abs=1e-5 * size)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-100, 100).map(lambda one: round(one, 2)), min_size=3, max_size=50))
def test_another_zero_moves_a_series_without_multiplying_season_as_far(values: list[float]) -> None:
    below, above = np.array([*values, -1.0, 1.0]), np.array([*values, -1.0, 1.0]) + 0.5
    one, other = forecast(series(below), 8), forecast(series(above), 8)
    assert middles(other) - 0.5 == pytest.approx(middles(one), abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(USUAL, min_size=3, max_size=70), STEPS)
def test_the_further_the_wider(values: list[float], step: int) -> None:
    below = [*values, -1e6, 1e6]  # where nothing is cut off at zero
    for width in widths(forecast(series(below, step=step), 18)):
        assert (np.diff(width) >= -1e-6 * width[:-1]).all()
