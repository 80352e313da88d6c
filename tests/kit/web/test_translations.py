from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.web import Translations, formats
from kit.web.translations import MissingTranslation, Translator

TEXTS = Translations("tests.browser.gallery")
vi, en = TEXTS.translator("vi"), TEXTS.translator("en")
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_vietnamese_is_the_language_of_who_chose_none_or_nonsense() -> None:
    assert TEXTS.translator(None) is TEXTS.translator("xx") is vi


def test_english_tells_one_from_many() -> None:
    assert en.t("form.errors", count=1) == "1 thing needs correction"
    assert en.t("form.errors", count=1200) == "1,200 things need correction"
    assert vi.t("form.errors", count=1200) == "Có 1.200 chỗ cần sửa"


def test_values_in_texts_are_written_as_the_language_does() -> None:
    reader = Translator("vi", {"x": "{a} · {b} · {c} · {d}"})
    assert reader.t("x", a=1234.5, b=NOON, c=date(2025, 7, 1), d="Đặng") == (
        "1.234,5 · 23/11/2026 12:00 · 01/07/2025 · Đặng"
    )


def test_missing_text_is_an_error_where_developers_are_and_its_key_elsewhere() -> None:
    with pytest.raises(MissingTranslation, match=r"no\.such\.key has no text in vi"):
        vi.t("no.such.key")
    assert Translations(strict=False).translator("vi").t("no.such.key") == "no.such.key"


def test_a_service_cannot_change_what_kit_says() -> None:
    with pytest.raises(ValueError, match="says again"):
        Translations("kit.web")


@pytest.mark.parametrize(
    ("value", "shown"), [(1234.5, "1.234,5"), (0, "0"), (-1200, "-1.200"), (0.125, "0,125"), (10.0, "10")]
)
def test_vietnamese_numbers(value: float, shown: str) -> None:
    assert vi.number(value) == shown


@given(st.integers(-(10**12), 10**12))
def test_grouping_loses_no_digit(value: int) -> None:
    assert int(vi.number(value).replace(".", "")) == int(en.number(value).replace(",", "")) == value


def test_sizes_shares_and_durations() -> None:
    assert vi.size(1536) == "1,5\u00a0KiB"
    assert vi.percent(0.00412, 2) == "0,41\u00a0%"
    assert vi.milliseconds(1500) == "1,5\u00a0s"
    assert vi.milliseconds(0.42) == "0,42\u00a0ms"


def test_times_are_those_of_vietnam() -> None:
    assert formats.moment(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "01/01/2027 00:30"
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime(2026, 12, 31))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("passed", "shown"),
    [
        (timedelta(seconds=20), "vừa xong"),
        (timedelta(minutes=5), "5 phút trước"),
        (timedelta(hours=30), "1 ngày trước"),
        (timedelta(hours=-2), "sau 2 giờ"),
        (timedelta(days=40), "14/10/2026"),
    ],
)
def test_how_long_ago(passed: timedelta, shown: str) -> None:
    assert formats.ago(NOON - passed, vi.t, now=NOON) == shown
