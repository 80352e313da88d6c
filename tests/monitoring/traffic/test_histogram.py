"""Quantiles from counted classes stay within the class of the exact one."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS
from monitoring.traffic.histogram import added, empty, quantile

latencies = st.lists(st.floats(0.01, 29_999), min_size=1, max_size=200)


def counted(values: list[float]) -> list[int]:
    counts = empty()
    for value in values:
        counts[bisect_left(LATENCY_BOUNDS_MS, value)] += 1
    return counts


@given(latencies, st.floats(0.01, 1))
def test_a_quantile_lies_in_the_class_of_the_exact_one(values: list[float], share: float) -> None:
    found = quantile(counted(values), share)
    ranked = sorted(values)
    exact = next(value for rank, value in enumerate(ranked, start=1) if rank >= share * len(values))
    place = bisect_left(LATENCY_BOUNDS_MS, exact)
    assert found is not None
    assert (0, *LATENCY_BOUNDS_MS)[place] <= found <= LATENCY_BOUNDS_MS[place]


@given(latencies, latencies)
def test_sums_of_counts_are_counts_of_all(one: list[float], other: list[float]) -> None:
    assert added(counted(one), counted(other)) == counted(one + other)


def test_without_calls_there_is_no_latency() -> None:
    assert quantile(empty(), 0.5) is None


def test_slower_than_every_bound_is_told_as_the_last_bound() -> None:
    assert quantile([*empty()[:-1], 3], 0.5) == LATENCY_BOUNDS_MS[-1]
