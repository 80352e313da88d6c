"""What holds for every figure and target: bounds, order, and which states go with which attainment."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from monitoring.indicator.period import containing
from monitoring.indicator.tables import Kind, Operator, Span, Target
from monitoring.score.judging import judge
from monitoring.score.measure import SCORED, Measure

TODAY = date(2026, 11, 25)
KINDS = st.sampled_from(("cadence", "document", "ratio", "binary", "increase"))
SPAN_NAMES: tuple[Span, ...] = ("week", "month", "quarter", "year")
SPANS = st.sampled_from(SPAN_NAMES)
FIGURES = st.floats(0, 1e6, allow_nan=False)
DAYS = st.dates(date(2022, 6, 1), TODAY)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    value, whole = draw(FIGURES), draw(st.none() | st.floats(1, 1e6))
    reported = draw(st.integers(1, 99))
    return Measure(
        period=containing(draw(DAYS), draw(SPANS)),
        value=value,
        numerator=None if whole is None else draw(st.floats(0, whole)),
        denominator=whole,
        shared=draw(st.booleans()),
        reported=reported,
        expected=draw(st.none() | st.integers(reported, 99)),
    )


@st.composite
def targets(draw: st.DrawFn) -> Target:
    op: Operator = draw(st.sampled_from((">=", ">", "<=", "<", "=")))
    value = draw(st.floats(0, 1e6))
    rise = draw(st.booleans())
    return Target(
        op=op,
        value=value,
        span=draw(st.none() | SPANS),
        averaged=draw(st.booleans()),
        baseline=value if rise else draw(st.none() | FIGURES),
        rise=rise,
        due_on=draw(st.none() | st.dates(date(2022, 6, 1), date(2030, 1, 1))),
    )


@given(KINDS, targets(), st.lists(measures(), min_size=1, max_size=12), st.booleans())
def test_every_verdict_stays_within_its_bounds(kind: Kind, target: Target, found: list[Measure], percent: bool) -> None:
    found.sort(key=lambda one: (one.period.end, one.period.span))
    verdict = judge(kind, target, found, TODAY, percent=percent)
    assert verdict.state in SCORED
    assert verdict.attainment is not None
    assert 0 <= verdict.attainment <= 1
    assert (verdict.state == "met") == (verdict.attainment == 1)
    assert verdict.reason


@given(KINDS, st.lists(measures(), max_size=5))
def test_no_target_no_score(kind: Kind, found: list[Measure]) -> None:
    verdict = judge(kind, None, found, TODAY)
    assert (verdict.state, verdict.attainment) == ("not_scored", None)


@given(targets(), st.none() | st.booleans())
def test_no_figure_no_score(target: Target, percent: bool | None) -> None:
    assert judge("ratio", target, [], TODAY, percent=bool(percent)).attainment is None


@given(st.floats(0.01, 1000), FIGURES, FIGURES, SPANS)
def test_more_is_never_worse(value: float, one: float, other: float, span: Span) -> None:
    less, more = sorted((one, other))
    period = containing(TODAY, span)
    for kind in ("ratio", "increase"):
        reached = [
            judge(kind, Target(">=", value), [Measure(period, figure)], TODAY).attainment or 0
            for figure in (less, more)
        ]
        assert reached[0] <= reached[1]
