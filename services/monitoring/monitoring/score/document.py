"""Documents that have to be issued: once, or anew each year."""

from monitoring.score.measure import Case, Verdict, capped, each_day_once
from monitoring.score.quantity import judge_ratio


def judge_document(case: Case, *, percent: bool) -> Verdict:
    """`percent`: what is asked is a document for each of many things."""
    if percent:
        return judge_ratio(case)
    if case.target.span == "year":
        return _yearly(case)
    if any(one.value >= 1 for one in case.measures):
        return Verdict("met", "document_issued", 1.0, 1.0)
    return Verdict("missed" if case.due else "on_the_way", "document_absent", 0.0, 0.0)


def _yearly(case: Case) -> Verdict:
    """This year's is there; or last year's is and this year is still running; or a year went by without one."""
    year, needed = case.today.year, case.target.value
    now, before = _issued(case, year), _issued(case, year - 1)
    facts = {"year": str(year), "before": str(year - 1), "value": now, "target": needed}
    if now >= needed:
        return Verdict("met", "document_this_year", 1.0, now, facts)
    share = min(capped(now / needed), 0.9999)
    if before >= needed:
        return Verdict("on_the_way", "document_last_year", share, now, facts)
    if case.newest.period.year == year and not case.of_year(year - 1):
        return Verdict("on_the_way", "document_not_yet", share, now, facts)
    return Verdict("missed", "document_year_without", share, now, facts)


def _issued(case: Case, year: int) -> float:
    """How many: quarters and months add up, and a figure of the whole year goes before them."""
    return sum(one.value for one in each_day_once(case.of_year(year)))
