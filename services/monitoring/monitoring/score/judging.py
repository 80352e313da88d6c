"""One rule for each kind of obligation. Pure: the same figures, target and day always give the same verdict."""

from collections.abc import Callable, Sequence
from datetime import date

from monitoring.indicator.tables import Kind, Target
from monitoring.score.cadence import judge_cadence
from monitoring.score.document import judge_document
from monitoring.score.measure import Case, Measure, Verdict
from monitoring.score.quantity import judge_binary, judge_increase, judge_ratio

RULES: dict[str, Callable[[Case], Verdict]] = {
    "ratio": judge_ratio,
    "binary": judge_binary,
    "increase": judge_increase,
    "cadence": judge_cadence,
}


def judge(
    kind: Kind, target: Target | None, measures: Sequence[Measure], today: date, *, percent: bool = False
) -> Verdict:
    """`measures` in order of time. Without a target never scored, whatever was measured."""
    newest = measures[-1].value if measures else None
    if target is None:
        return Verdict("not_scored", "no_target", value=newest)
    if not measures:
        overdue = target.due_on is not None and today > target.due_on
        return Verdict("no_data", "no_data_overdue" if overdue else "no_data")
    case = Case(target, measures, today)
    return judge_document(case, percent=percent) if kind == "document" else RULES[kind](case)


def trend_of(measures: Sequence[Measure]) -> float | None:
    """Newest against the one before of the same span; None where there is none, or they count different things."""
    if not measures:
        return None
    newest = measures[-1]
    earlier = [one for one in measures[:-1] if one.period.span == newest.period.span and one.shared == newest.shared]
    return newest.value - earlier[-1].value if earlier else None
