"""The union of intervals, against counting every second."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance.span import Span, length, union

START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MOMENTS = st.integers(0, 200)
SPANS = st.lists(st.tuples(MOMENTS, MOMENTS), max_size=20)


def spans_of(pairs: list[tuple[int, int]]) -> list[Span]:
    return [(START + timedelta(seconds=one), START + timedelta(seconds=other)) for one, other in pairs]


@given(SPANS)
def test_every_second_counts_once(pairs: list[tuple[int, int]]) -> None:
    seconds = {second for one, other in pairs for second in range(one, other)}
    assert length(spans_of(pairs)).total_seconds() == len(seconds)


@given(SPANS)
def test_what_is_joined_is_in_order_and_apart(pairs: list[tuple[int, int]]) -> None:
    joined = union(spans_of(pairs))
    assert all(start < end for start, end in joined)
    assert all(one[1] < other[0] for one, other in pairwise(joined))
    assert union(joined) == joined


@given(SPANS, st.randoms(use_true_random=False))
def test_the_order_of_connections_does_not_matter(pairs: list[tuple[int, int]], random: Random) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)
    assert union(spans_of(mixed)) == union(spans_of(pairs))
