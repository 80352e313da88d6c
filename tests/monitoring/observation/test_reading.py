"""Periods and numbers as people write them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.web.translations import Translations
from monitoring.indicator.period import Period, WrongPeriod, containing, periods, read_period
from monitoring.indicator.tables import Span
from monitoring.observation.schemas import ObservationCreate, amount, amount_or_fact, area_code
from monitoring.observation.template import LEVELS

SPAN_NAMES: tuple[Span, ...] = ("week", "month", "quarter", "year")
SPANS = st.sampled_from(SPAN_NAMES)
DAYS = st.dates(date(2001, 1, 8), date(2095, 12, 20))
PERIODS = st.builds(containing, DAYS, SPANS)


@given(PERIODS)
def test_the_canonical_spelling_reads_back(period: Period) -> None:
    assert read_period(str(period)) == period


@given(DAYS, SPANS)
def test_a_day_is_in_its_period_and_the_next_begins_the_day_after(day: date, span: Span) -> None:
    period = containing(day, span)
    assert period.start <= day <= period.end
    after = containing(period.end + timedelta(days=1), period.span)
    assert after.start == period.end + timedelta(days=1)
    assert after.before == period
    assert [*periods(period.span, period.start, after.start)] == [period, after]


@given(PERIODS)
def test_people_write_it_in_other_ways_too(period: Period) -> None:
    year, part = period.year, str(period)[6:] if period.span in {"quarter", "week"} else str(period)[5:]
    spellings = {
        "year": [f"Năm {year}", f"năm {year}"],
        "quarter": [f"Quý {part}/{year}", f"quý {part} năm {year}", f"Q{part}/{year}", f"{year}Q{part}"],
        "month": [f"{part}/{year}", f"Tháng {part}/{year}", f"tháng {part} năm {year}", f"T{part}/{year}"],
        "week": [f"Tuần {part}/{year}", f"tuần {part} năm {year}", f"W{part}/{year}"],
    }
    for text in spellings[period.span]:
        assert read_period(text) == period, text


@pytest.mark.parametrize(
    "text", ["", "Quý V/2026", "2026-13", "13/2026", "2026-W54", "26", "1999", "hôm qua", "2026-07-01"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(WrongPeriod):
        read_period(text)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert read_period(read_period(text).__str__())
    except WrongPeriod:
        assert True


@given(st.decimals(0, 10**9, places=2))
def test_a_number_is_the_same_in_both_spellings(value: Decimal) -> None:
    english = f"{value:,.2f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    assert amount(english) == amount(vietnamese) == amount(f"{vietnamese} %") == pytest.approx(float(value))


@pytest.mark.parametrize("text", ["1.234", "1,234", "=A1", "@SUM(A1)", "mười", "12%%", "1.2.3", "--5", "1e5", ""])
def test_what_may_be_two_numbers_or_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"wrong\."):
        amount(text)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Có", 1), ("không", 0), (True, 1), ("Đạt", 1), ("chưa", 0), ("97,5", 97.5), (Decimal("3.25"), 3.25)],
)
def test_yes_and_no_are_figures_too(cell: object, value: float) -> None:
    assert amount_or_fact(cell) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Decimal(7210), "07210"),
        ("07210 Xã Đồng Kỳ", "07210"),
        (Decimal(213), "213"),
        ("h02.14 Sở KH&CN", "H02.14"),
        ("", ""),
    ],
)
def test_a_code_survives_spreadsheets(cell: object, code: str) -> None:
    assert area_code(cell) == code


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_levels_a_template_offers_are_understood(level: str, language: str) -> None:
    offered = Translations("monitoring").translator(language).t(f"breakdown.level_{level}")
    facts = {"code": "P5.1", "period": "2026-Q3", "value": "97,5"}
    assert ObservationCreate.model_validate(facts | {"level": offered}).level == level
