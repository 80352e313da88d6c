"""How often something happened: within a year, on average each week, or in every single week.

“Trung bình 1 lần/tuần” is an average over the time looked at; “từ 1 lần/tuần” is due in each week, which a sum over a
quarter can disprove but never prove.
"""

from datetime import timedelta

from monitoring.indicator.period import containing, weeks_in
from monitoring.score.measure import Case, Measure, Verdict, capped, each_day_once
from monitoring.score.quantity import judge_shared


def judge_cadence(case: Case) -> Verdict:
    if case.newest.shared:
        return judge_shared(case)
    if case.target.averaged:
        return _average(case)
    if case.target.span == "week":
        return _each_week(case)
    return _within(case)


def _within(case: Case) -> Verdict:
    """So many in the newest year (or quarter, or month) with figures; while it runs there is still time."""
    span = case.target.span or "year"
    wanted = containing(case.newest.period.start + timedelta(days=3), span)
    inside = [one for one in case.measures if wanted.start <= one.period.start + timedelta(days=3) <= wanted.end]
    total, needed = sum(one.value for one in each_day_once(inside)), case.target.value
    over = case.due or wanted.end < case.today
    facts = {"value": total, "target": needed, "period": str(wanted)}
    if case.target.reached_by(total):
        return Verdict("met", "within", 1.0, total, facts)
    return Verdict("missed" if over else "on_the_way", "within", _below(total, needed), total, facts)


def _average(case: Case) -> Verdict:
    """All of the newest year with figures, over the weeks those figures cover so far."""
    measures = _of_newest_year(case)
    weeks = sum(_weeks(case, one) for one in measures)
    rate = sum(one.value for one in measures) / weeks
    facts = {"value": round(rate, 2), "target": case.target.value, "weeks": weeks}
    if case.target.reached_by(rate):
        return Verdict("met", "average", 1.0, rate, facts)
    over = case.due or containing(case.newest.period.end, "year").end < case.today
    return Verdict("missed" if over else "on_the_way", "average", _below(rate, case.target.value), rate, facts)


def _each_week(case: Case) -> Verdict:
    """Weeks that had it, of the weeks that are over; a missed week does not come back."""
    if weekly := [one for one in case.of_year(case.newest.period.year) if one.period.span == "week"]:
        return _by_week(case, weekly)
    measures = _of_newest_year(case)
    if all(one.numerator is not None and one.denominator for one in measures):
        hit, weeks = (sum(getattr(one, name) or 0 for one in measures) for name in ("numerator", "denominator"))
        return _weeks_hit(case, hit, weeks)
    weeks, total = sum(_weeks(case, one) for one in measures), sum(one.value for one in measures)
    needed = weeks * case.target.value
    facts = {"value": total, "weeks": weeks, "target": case.target.value}
    if total < needed:
        return Verdict("missed", "weeks_too_few", _below(total, needed), total, facts)
    return Verdict("on_the_way", "weeks_unproven", 0.9999, total, facts)


def _by_week(case: Case, weekly: list[Measure]) -> Verdict:
    """Weeks between the first and the last report without one count as not shown."""
    ended = [one for one in weekly if one.period.end < case.today] or weekly
    weeks = (ended[-1].period.start - ended[0].period.start).days // 7 + 1
    return _weeks_hit(case, sum(case.target.reached_by(one.value) for one in ended), weeks)


def _weeks_hit(case: Case, hit: float, weeks: float) -> Verdict:
    facts = {"hit": hit, "weeks": weeks, "target": case.target.value}
    if hit >= weeks:
        return Verdict("met", "weeks", 1.0, hit, facts)
    return Verdict("missed", "weeks", _below(hit, weeks), hit, facts)


def _of_newest_year(case: Case) -> list[Measure]:
    return each_day_once(case.of_year(case.newest.period.year))


def _weeks(case: Case, one: Measure) -> int:
    """Of the period so far."""
    return weeks_in(one.period.start, min(one.period.end, max(case.today, one.period.start)))


def _below(value: float, needed: float) -> float:
    return min(capped(value / needed), 0.9999) if needed > 0 else 0.0
