"""No series of figures makes an alert flap."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitoring.rule.hysteresis import Bounds, fires, states

figures = st.lists(st.floats(0, 200), max_size=80)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    bound = draw(st.floats(1, 100))
    return Bounds(bound, bound + draw(st.floats(0, 30)), draw(st.integers(1, 5)), draw(st.integers(1, 5)))


def turns(values: list[float], given_bounds: Bounds) -> list[bool]:
    """True for each raise, False for each recovery."""
    told = [False, *states(values, given_bounds)]
    return [after for before, after in pairwise(told) if before != after]


@given(figures, bounds())
def test_raises_and_recoveries_alternate_and_begin_with_a_raise(values: list[float], limits: Bounds) -> None:
    told = turns(values, limits)
    assert told == [place % 2 == 0 for place in range(len(told))]


@given(figures, bounds())
def test_each_turn_takes_its_number_of_figures(values: list[float], limits: Bounds) -> None:
    assert len(turns(values, limits)) * min(limits.raise_after, limits.recover_after) <= len(values)


@given(st.lists(st.floats(-1, 1), max_size=80), st.floats(10, 90), st.integers(1, 3))
def test_jitter_narrower_than_the_gap_between_the_bounds_turns_at_most_once(
    jitter: list[float], middle: float, after: int
) -> None:
    around_bound = Bounds(middle, middle + 2.5, after, after)
    assert len(turns([middle + one for one in jitter], around_bound)) <= 1
    around_recovery = Bounds(middle - 2.5, middle, after, after)
    assert not turns([middle + one for one in jitter], around_recovery)


@given(st.floats(0, 100), st.lists(st.sampled_from([-0.5, 0.5]), max_size=60), st.integers(2, 4))
def test_a_series_that_only_hops_over_one_bound_needs_so_many_in_a_row(
    middle: float, hops: list[float], after: int
) -> None:
    alternating = [middle + hop * (-1) ** place * 2 for place, hop in enumerate([0.5] * len(hops))]
    assert not turns(alternating, Bounds(middle, middle, after, after))


@given(figures, figures, bounds())
def test_going_on_from_a_known_state_is_like_reading_all_where_no_run_is_cut(
    before: list[float], after: list[float], limits: Bounds
) -> None:
    single = Bounds(limits.bound, limits.recovery)
    assert fires(after, single, already=fires(before, single)) == fires([*before, *after], single)


@given(bounds(), st.integers(1, 10))
def test_a_figure_on_the_bound_is_good_enough_and_one_on_the_recovery_recovers(limits: Bounds, count: int) -> None:
    assert not fires([limits.bound] * count, limits)
    enough = [limits.bound - 1] * limits.raise_after
    assert fires(enough, limits)
    assert not fires(enough + [limits.recovery] * limits.recover_after, limits)
