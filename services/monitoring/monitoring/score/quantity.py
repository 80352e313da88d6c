"""Ratios, increases and what exists or not: one figure against one target."""

from monitoring.indicator.period import containing
from monitoring.indicator.tables import Target
from monitoring.score.measure import Case, Measure, Verdict, capped

EVERY_UNIT = Target(op=">=", value=100)


def judge_ratio(case: Case) -> Verdict:
    """The newest percentage against the target; below it the attainment is their quotient, never above 1."""
    return _compared(case, case.target, "ratio")


def judge_binary(case: Case) -> Verdict:
    """It is there or it is not. Rolled up from units, every unit has to have it."""
    if case.newest.shared:
        return judge_shared(case)
    there = case.newest.value >= 1
    return _settled(case, case.newest, there, float(there), "binary_there" if there else "binary_absent")


def judge_shared(case: Case) -> Verdict:
    return _compared(case, EVERY_UNIT, "every_unit")


def judge_increase(case: Case) -> Verdict:
    """From the baseline towards the figure this province set; with a baseline alone, more than it is enough."""
    target, value = case.target, case.newest.value
    if target.rise:
        reached = value > target.value
        share = 1.0 if reached else min(_quotient(target, value), 0.99)
        return _settled(case, case.newest, reached, share, "rise", target=target.value)
    if target.baseline is None or target.baseline == target.value:
        return _compared(case, target, "ratio")
    share = capped((value - target.baseline) / (target.value - target.baseline))
    facts = {"target": target.value, "baseline": target.baseline}
    return _settled(case, case.newest, target.reached_by(value), share, "increase", **facts)


def _compared(case: Case, target: Target, reason: str) -> Verdict:
    value = case.newest.value
    return _settled(case, case.newest, target.reached_by(value), _quotient(target, value), reason, target=target.value)


def _quotient(target: Target, value: float) -> float:
    if target.reached_by(value):
        return 1.0
    small, large = sorted((value, target.value))
    return capped(small / large) if large > 0 else 0.0


def _settled(case: Case, measure: Measure, reached: bool, share: float, reason: str, **facts: float) -> Verdict:
    """A figure made of some units only shows nothing about the others, so it never counts as reached."""
    facts = {"value": round(measure.value, 2), **facts}
    if reached and measure.partial:
        known = measure.reported / (measure.expected or 1)
        facts |= {"reported": measure.reported, "expected": measure.expected or 0}
        return Verdict("missed" if _over(case) else "on_the_way", "partial", min(share, known), measure.value, facts)
    if reached:
        return Verdict("met", reason, 1.0, measure.value, facts)
    # so close to the target that the quotient rounds to 1 is still not there
    return Verdict("missed" if _over(case) else "on_the_way", reason, min(share, 0.9999), measure.value, facts)


def _over(case: Case) -> bool:
    """Its date has passed, or the period the plan asks it for."""
    span = case.target.span
    asked = span is not None and containing(case.newest.period.end, span).end < case.today
    return case.due or asked
