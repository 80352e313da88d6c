"""One rule for each kind of obligation, and the reading traps of the plan."""

from collections.abc import Sequence
from datetime import date

import pytest

from monitoring.indicator.period import read_period
from monitoring.indicator.tables import Kind, Target
from monitoring.score.judging import judge, trend_of
from monitoring.score.measure import Measure, Verdict

TODAY = date(2026, 11, 25)
HUNDRED = Target(op=">=", value=100)
THERE = Target(op="=", value=1)


def told(
    kind: Kind, target: Target | None, *figures: tuple[str, float], percent: bool = False, today: date = TODAY
) -> Verdict:
    measures = [Measure(read_period(period), value) for period, value in figures]
    return judge(kind, target, measures, today, percent=percent)


def brief(verdict: Verdict) -> tuple[str, float | None, str]:
    rounded = None if verdict.attainment is None else round(verdict.attainment, 3)
    return verdict.state, rounded, verdict.reason


def test_without_a_target_nothing_is_scored_whatever_was_measured() -> None:
    for kind in ("cadence", "document", "ratio", "binary", "increase"):
        assert brief(told(kind, None, ("2025", 99))) == ("not_scored", None, "no_target")


def test_without_a_figure_there_is_no_score() -> None:
    assert brief(told("ratio", HUNDRED)) == ("no_data", None, "no_data")
    overdue = Target(op=">=", value=100, due_on=date(2025, 12, 31))
    assert told("ratio", overdue).reason == "no_data_overdue"


@pytest.mark.parametrize(
    ("value", "target", "wanted"),
    [
        (80, Target(">=", 80), ("met", 1.0, "ratio")),
        (79.99, Target(">=", 80), ("on_the_way", 1.0, "ratio")),
        (40, Target(">=", 80), ("on_the_way", 0.5, "ratio")),
        (120, Target(">=", 100), ("met", 1.0, "ratio")),
        (80, Target(">", 80), ("on_the_way", 1.0, "ratio")),
        (5, Target("<=", 10), ("met", 1.0, "ratio")),
        (20, Target("<=", 10), ("on_the_way", 0.5, "ratio")),
        (40, Target(">=", 80, due_on=date(2025, 12, 31)), ("missed", 0.5, "ratio")),
        (90, Target(">=", 80, due_on=date(2025, 12, 31)), ("met", 1.0, "ratio")),
    ],
)
def test_a_ratio_is_held_against_its_figure(value: float, target: Target, wanted: tuple[str, float, str]) -> None:
    verdict = told("ratio", target, ("2026-Q3", value))
    assert brief(verdict) == wanted
    assert (verdict.attainment == 1) == (verdict.state == "met")


def test_months_count_beside_a_quarter_that_is_not_theirs_and_nothing_counts_twice() -> None:
    twenty = Target(">=", 20, span="year")
    year = ("2026-Q1", 12), ("2026-02", 4), ("2026-04", 5), ("2026-05", 4)
    assert told("cadence", twenty, *year).value == 21
    assert told("cadence", twenty, ("2026", 19), *year).value == 19


def test_a_yearly_ratio_is_missed_when_its_year_is_over() -> None:
    yearly = Target(">=", 100, span="year")
    assert told("ratio", yearly, ("2026-Q3", 80)).state == "on_the_way"
    assert told("ratio", yearly, ("2025", 80)).state == "missed"


def test_what_has_to_exist_exists_or_not() -> None:
    assert brief(told("binary", THERE, ("2025", 0), ("2026-Q3", 1))) == ("met", 1.0, "binary_there")
    assert brief(told("binary", THERE, ("2026-Q3", 0))) == ("on_the_way", 0.0, "binary_absent")


def test_rolled_up_every_unit_has_to_have_it() -> None:
    period = read_period("2026-Q3")
    all_but_one = Measure(period, 98.99, 98, 99, shared=True, reported=99, expected=99)
    assert judge("binary", THERE, [all_but_one], TODAY).state == "on_the_way"
    all_of_them = Measure(period, 100, 99, 99, shared=True, reported=99, expected=99)
    assert judge("binary", THERE, [all_of_them], TODAY).state == "met"
    some = Measure(period, 100, 40, 40, shared=True, reported=40, expected=99)
    verdict = judge("binary", THERE, [some], TODAY)
    assert (verdict.state, verdict.reason) == ("on_the_way", "partial")
    assert verdict.attainment == pytest.approx(40 / 99)


def test_once_a_week_on_average_looks_at_the_sum() -> None:
    average = Target(">=", 1, span="week", averaged=True)
    uneven = told("cadence", average, ("2026-01", 9), ("2026-02", 0), ("2026-03", 4))
    assert brief(uneven) == ("met", 1.0, "average")
    assert uneven.facts["weeks"] == 12
    assert told("cadence", average, ("2026-01", 1), ("2026-02", 1)).attainment == pytest.approx(2 / 8)


def test_at_least_once_a_week_looks_at_each_week() -> None:
    each = Target(">=", 1, span="week")
    assert told("cadence", each, *[(f"2026-W{week:02}", 1) for week in range(1, 47)]).state == "met"
    skipped = [(f"2026-W{week:02}", 3 if week != 7 else 0) for week in range(1, 47)]
    assert brief(told("cadence", each, *skipped)) == ("missed", round(45 / 46, 3), "weeks")
    unreported = [(f"2026-W{week:02}", 1) for week in (1, 2, 4)]
    assert brief(told("cadence", each, *unreported)) == ("missed", 0.75, "weeks")


def test_a_sum_over_a_quarter_can_disprove_every_week_but_not_prove_it() -> None:
    each = Target(">=", 1, span="week")
    assert brief(told("cadence", each, ("2026-Q3", 6))) == ("missed", round(6 / 13, 3), "weeks_too_few")
    enough = told("cadence", each, ("2026-Q3", 40))
    assert (enough.state, enough.reason) == ("on_the_way", "weeks_unproven")
    counted = Measure(read_period("2026-Q3"), 40, numerator=13, denominator=13)
    assert judge("cadence", each, [counted], TODAY).state == "met"


def test_twenty_a_year_are_added_up_once() -> None:
    twenty = Target(">=", 20, span="year")
    quarters = [("2026-Q1", 8), ("2026-Q2", 7)]
    assert brief(told("cadence", twenty, *quarters)) == ("on_the_way", 0.75, "within")
    assert told("cadence", twenty, ("2026-Q1", 8), ("2026-Q2", 7), ("2026-Q3", 6)).state == "met"
    both = [("2025-Q1", 15), ("2025", 18)]
    assert brief(told("cadence", twenty, *both)) == ("missed", 0.9, "within")


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        ([("2026", 1)], ("met", "document_this_year")),
        ([("2025", 1)], ("on_the_way", "document_last_year")),
        ([("2026", 0)], ("on_the_way", "document_not_yet")),
        ([("2024", 1)], ("missed", "document_year_without")),
        ([("2025", 0), ("2026", 0)], ("missed", "document_year_without")),
    ],
)
def test_a_yearly_document(figures: Sequence[tuple[str, float]], wanted: tuple[str, str]) -> None:
    verdict = told("document", Target(">=", 1, span="year"), *figures)
    assert (verdict.state, verdict.reason) == wanted


def test_documents_of_a_year_are_counted_over_its_periods() -> None:
    """Two a year: one in each of two quarters is enough, and what a whole year tells goes before its quarters."""
    two = Target(">=", 2, span="year")
    assert told("document", two, ("2026-Q1", 1), ("2026-Q3", 1)).reason == "document_this_year"
    assert told("document", two, ("2026-Q1", 1), ("2026-Q3", 0)).reason == "document_not_yet"
    assert told("document", two, ("2026-Q1", 1), ("2026-Q2", 1), ("2026", 1)).reason == "document_not_yet"


def test_a_document_once_issued_stays() -> None:
    assert told("document", Target(">=", 1), ("2022", 1), ("2026", 0)).state == "met"
    assert told("document", Target(">=", 1), ("2026", 0)).state == "on_the_way"
    plans = told("document", HUNDRED, ("2026-Q3", 60), percent=True)
    assert brief(plans) == ("on_the_way", 0.6, "ratio")


def test_an_increase_starts_at_its_baseline() -> None:
    from_15_to_80 = Target(">=", 80, local=True, baseline=15)
    assert brief(told("increase", from_15_to_80, ("2026-Q3", 47.5))) == ("on_the_way", 0.5, "increase")
    assert told("increase", from_15_to_80, ("2026-Q3", 10)).attainment == 0
    assert told("increase", from_15_to_80, ("2026-Q3", 80)).state == "met"
    more = Target(">", 22, local=True, baseline=22, rise=True)
    assert brief(told("increase", more, ("2026-Q3", 22.1))) == ("met", 1.0, "rise")
    assert told("increase", more, ("2026-Q3", 22)).state == "on_the_way"


def test_a_trend_compares_periods_of_one_length() -> None:
    quarter, year = Measure(read_period("2026-Q3"), 75), Measure(read_period("2025"), 60)
    assert trend_of([year, quarter]) is None
    assert trend_of([Measure(read_period("2026-Q2"), 70), year, quarter]) == 5
    assert trend_of([]) is None
