"""Text as it is counted, and days as they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text import find_day, fold, syllables, tokens


def test_syllables_and_their_pairs_with_and_without_marks() -> None:
    assert syllables("V/v Đăng ký KHAI SINH, 2026") == ["đăng", "ký", "khai", "sinh"]
    found = set(tokens("khai sinh, đất đai"))
    assert {"~khai", "~khai_sinh", "~dat", "đất", "~dat_dai", "đất_đai"} <= found
    assert "~sinh_dat" not in found
    assert "khai" not in found


@given(st.text(max_size=200))
def test_a_text_typed_without_marks_shares_its_bare_tokens(text: str) -> None:
    bare = {word for word in tokens(text) if word.startswith("~")}
    assert all(fold(word) == word for word in bare)
    assert {word for word in tokens(text) if not word.startswith("~")} == {
        word for word in tokens(text) if f"~{fold(word)}" in bare and not word.startswith("~")
    }


@pytest.mark.parametrize("text", ["05/07/2025", "5-7-2025", "2025-07-05", " ngày 05 tháng 7 năm 2025 "])
def test_a_day_is_read_in_every_common_form(text: str) -> None:
    assert find_day(text) == date(2025, 7, 5)


@pytest.mark.parametrize("text", ["", "31/02/2025", "7/2025", "hôm nay", "2025-13-01", "1/1/0000"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert find_day(text) is None


@given(st.dates())
def test_each_day_comes_back(day: date) -> None:
    written = (f"{day:%d/%m/}{day.year:04}", day.isoformat(), f"ngày {day.day} tháng {day.month} năm {day.year:04}")
    assert {find_day(text) for text in written} == {day}
