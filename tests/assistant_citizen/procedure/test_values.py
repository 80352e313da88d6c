"""Fees, time limits, counts and days out of words: right where they are plain, silent where they are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_citizen.procedure.values import (
    UNIT_WORDS,
    TimeLimit,
    are_forms,
    is_broken,
    read_amount,
    read_counts,
    read_day,
    read_fees,
    read_time,
)

NO_LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="()"), max_size=40)


@given(st.integers(0, 9999), st.sampled_from(sorted(UNIT_WORDS)), st.booleans(), st.booleans())
def test_a_number_and_a_unit_is_a_time_limit(value: int, unit: str, padded: bool, capital: bool) -> None:
    words = f"{value:02d} {unit.capitalize() if capital else unit}" if padded else f"{value} {unit}"
    assert read_time(words) == TimeLimit(float(value), UNIT_WORDS[unit])


@pytest.mark.parametrize(
    "words", ["10-25", "Chậm nhất là ngay trước khi tàu rời cảng", "Không quy định", "", "5 ngày 3 giờ"]
)
def test_other_words_are_no_time_limit(words: str) -> None:
    assert read_time(words) is None


@given(st.integers(0, 10**9), st.sampled_from(["Phí", "Lệ phí"]), NO_LINES)
def test_amounts_are_read_however_they_are_grouped(amount: int, kind: str, note: str) -> None:
    for shown in (str(amount), f"{amount:,}".replace(",", "."), f"{amount:,}"):
        (fee,) = read_fees(f"{kind} : {shown} Đồng ({note})")
        assert (fee.kind, fee.amount, fee.currency, fee.note) == (kind, amount, "VND", note.strip())


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=6))
def test_every_line_of_fees_is_one(amounts: list[int]) -> None:
    fees = read_fees("\n".join(f"Phí : {amount} Đồng (mức {place})" for place, amount in enumerate(amounts)))
    assert [fee.amount for fee in fees] == amounts


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("Phí : Không Đồng", 0, "VND"),
        ("Lệ phí : 1.5 USD", 1.5, "USD"),
        ("Lệ phí : 03 USD (Lệ phí: 03 USD/Giấy phép (trừ trường hợp được miễn))", 3, "USD"),
        ("8.000 đồng/trường hợp", 8000, "VND"),
        ("Không thu phí", 0, "VND"),
        ("Miễn lệ phí (người có công)", 0, "VND"),
        ("Phí :  Đồng", None, ""),
        ("Phí : o Đồng", None, ""),
        ("Phí : Mức thu bằng 50% mức thu quy định tại Thông tư số 249/2016/TT-BTC", None, ""),
        ("Không quá 50.000 đồng", None, ""),
    ],
)
def test_fees_as_they_are_published(words: str, amount: float | None, currency: str) -> None:
    (fee,) = read_fees(words)
    assert (fee.amount, fee.currency) == (amount, currency)


@given(st.text(max_size=300))
def test_nothing_that_is_written_breaks_a_reader_or_is_lost(words: str) -> None:
    read_time(words), read_counts(words), read_day(words), are_forms(words), is_broken(words), read_amount(words)
    unread = [fee for fee in read_fees(words) if fee.amount is None]
    assert all(fee.note == fee.note.strip() for fee in unread)
    if words.strip() and "hí" not in words.lower():
        assert len(read_fees(words)) == 1


@given(st.integers(0, 999), st.integers(0, 999))
def test_counts(originals: int, copies: int) -> None:
    assert read_counts(f"Bản chính: {originals}\nBản sao: {copies}") == (originals, copies)
    assert read_counts(f"Bản chính: {originals}") is None


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_days_are_written_day_first(day: date) -> None:
    assert read_day(f"{day:%d-%m-%Y}") == day
    assert read_day("31-02-2020") is None


def test_forms_and_broken_letters_are_known() -> None:
    assert are_forms("Mu3B-phlc1.docx\nMẫu số 78.DOC")
    assert not are_forms("02 bộ")
    assert is_broken("Ä‘Äƒng kÃ½ khai sinh".encode().decode("utf-8"))
    assert is_broken("đăng k\ufffd")
    assert not is_broken("Đăng ký khai sinh; ÂN, ÃO, Ân cần")
