import unicodedata
from itertools import pairwise
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from kit.text import Name, Text, clean_name, clean_text, fold, nfc, sort_key

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
syllables = st.tuples(
    st.sampled_from(["", "b", "đ", "ngh", "x"]), st.sampled_from("aăâeêioôơuưy"), st.sampled_from(TONES)
).map(lambda parts: nfc("".join(parts)))
phrases = st.lists(syllables, min_size=1, max_size=4).map(" ".join)

names = TypeAdapter(Name)
texts = TypeAdapter(Text)


@given(phrases)
def test_however_it_was_typed_it_is_the_same_text(phrase: str) -> None:
    typed_apart = unicodedata.normalize("NFD", phrase)
    assert nfc(typed_apart) == phrase
    assert fold(typed_apart) == fold(phrase)
    assert sort_key(typed_apart) == sort_key(phrase)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị  Ngọc\tÁnh", "dang thi ngoc anh"),
        ("PHƯỜNG TRẦN NGUYÊN HÃN", "phuong tran nguyen han"),
        ("hoà bình", "hoa binh"),
        ("hòa bình", "hoa binh"),
        ("Ðồng Kỳ", "dong ky"),
        ("Sở KH&CN số 12/QĐ", "so kh&cn so 12/qd"),
        ("   ", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(phrases)
def test_folded_vietnamese_is_lower_ascii(phrase: str) -> None:
    assert fold(phrase.upper()) == fold(phrase)
    assert fold(phrase).isascii()


def test_letters_stand_in_alphabetical_order() -> None:
    assert sorted("yxvưutsrqpơôonmlkihgêeđdcbâăa", key=sort_key) == list(ALPHABET)


def test_tones_stand_in_their_order() -> None:
    assert sorted(["ạ", "á", "ã", "ả", "à", "a"], key=sort_key) == ["a", "à", "ả", "ã", "á", "ạ"]


@pytest.mark.parametrize(
    "ordered",
    [
        ["ba", "ba ba", "ba con", "bà", "bà con", "bá", "ban", "bàn", "băn", "bân"],
        ["Đỗ Thị Bình", "Đồng Văn An"],
        ["Dung", "Dũng", "Đức", "Em", "Zung"],
        ["Tổ 9", "Tổ 10", "Tổ 10a", "Tổ chức"],
        ["Phường Đa Mai", "Phường Tân Tiến", "Phường Tiền Phong", "Xã Bắc Lũng", "Xã Yên Thế"],
        ["2", "007", "10", "a", "z", "ž-không", "Ω", "中"],
    ],
)
def test_lists_read_as_people_expect(ordered: Any) -> None:
    assert all(sort_key(before) < sort_key(after) for before, after in pairwise(ordered))


def test_spelling_of_the_same_word_does_not_matter() -> None:
    assert sort_key("hoà") == sort_key("hòa")
    assert sort_key("Thanh-Hoá,  (cũ)") == sort_key("thanh hoá cũ")


def rank(phrase: str) -> list[tuple[list[int], int]]:
    """The rule itself: each word by its letters, then by its tone."""
    ranked = []
    for word in unicodedata.normalize("NFD", phrase).split():
        tone = next((TONES.index(char) for char in word if char in TONES[1:]), 0)
        bare = nfc("".join(char for char in word if char not in TONES[1:]))
        ranked.append(([ALPHABET.index(char) for char in bare], tone))
    return ranked


@given(st.lists(phrases, min_size=2, max_size=8))
def test_byte_order_of_keys_is_the_order_of_the_rule(some: Any) -> None:
    by_key = sorted(some, key=lambda phrase: sort_key(phrase).encode())
    assert all(rank(before) <= rank(after) for before, after in pairwise(by_key))


@given(st.text())
def test_keys_can_be_stored(text: str) -> None:
    assert "\x00" not in sort_key(text)
    assert sort_key(text) == sort_key(nfc(text))


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_unseen_characters_are_refused(char: str) -> None:
    for field in (names, texts):
        with pytest.raises(ValidationError):
            field.validate_python(f"Sở Nội vụ{char}")


def test_a_name_is_one_clean_line() -> None:
    assert names.validate_python("  So\u031b\u0309\u00a0Nội \t vụ\u200b ") == "Sở Nội vụ"
    with pytest.raises(ValidationError, match="line break"):
        names.validate_python("Sở\nNội vụ")
    with pytest.raises(ValidationError):
        names.validate_python(" \u200b ")


def test_a_text_keeps_its_lines() -> None:
    assert texts.validate_python("Một\r\nHai\rBa\n") == "Một\nHai\nBa"


def test_bounds_count_after_cleaning_and_can_be_tightened() -> None:
    short = TypeAdapter(Annotated[Name, Field(max_length=5)])
    assert short.validate_python("   a   b   ") == "a b"
    with pytest.raises(ValidationError):
        short.validate_python("quá dài")
    assert short.json_schema()["maxLength"] == 5
    with pytest.raises(ValidationError):
        names.validate_python(7)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_text, clean_name):
        try:
            once = clean(text)
        except ValueError:
            continue
        assert clean(once) == once
