"""A course that never moves is drawn in the middle of its chart, not along its edge."""

import pytest

from monitoring.score.axis import scale_of, ticks_of


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([1.0, 1.0, 1.0], {"domain": [0, 1.5]}),
        ([40.0], {"domain": [0, 60.0]}),
        ([0.0, 0.0], {"domain": [0, 1]}),
        ([], {"domain": [0, 1]}),
        ([1.0, 1.0, 2.0], {"zero": False}),
    ],
)
def test_a_flat_course_has_a_height(values: list[float], scale: dict[str, object]) -> None:
    assert scale_of(values) == scale


def test_counts_are_not_cut_into_fifths() -> None:
    assert ticks_of([1.0, 3.0]) == {"tickMinStep": 1}
    assert ticks_of([1.5]) == {}
