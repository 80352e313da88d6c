"""Reasons are phrases of the document as somebody would say them, not halves of words."""

from itertools import pairwise

import pytest

from governance.triage.reasons import reasons
from governance.triage.words import pair, read, tokens


def told(subject: str, *strong: str, sender: str = "") -> list[str]:
    """Reasons where each syllable of `strong` and each pair of them speaks for the answer and nothing else does."""
    words = read(subject)
    forms = {one.written.lower(): one.forms for one in words}
    shares = {form: 0.2 for word in strong for form in forms[word]}
    for one, other in pairwise(words):
        if {one.written.lower(), other.written.lower()} <= set(strong):
            shares |= dict.fromkeys(pair(one, other), 0.3)
    return [reason.words for reason in reasons(shares, [subject], sender)]


@pytest.mark.parametrize(
    ("subject", "strong", "expected"),
    [
        ("Cấp giấy chứng nhận quyền sử dụng đất", ("quyền", "sử", "dụng", "đất"), ["quyền sử dụng đất"]),
        ("Phòng chống dịch tả lợn châu Phi", ("dịch", "tả", "lợn", "châu"), ["dịch tả lợn châu phi"]),
        ("Nhà máy gây ô nhiễm", ("nhiễm",), ["ô nhiễm"]),
        ("Sửa chữa trụ sở của xã", ("trụ", "của"), ["trụ sở"]),
        ("V/v triển khai CĐS năm 2027", ("cđs",), ["CĐS"]),
    ],
)
def test_whole_words(subject: str, strong: tuple[str, ...], expected: list[str]) -> None:
    assert told(subject, *strong) == expected


def test_an_abbreviation_counts_as_what_it_stands_for() -> None:
    assert {"~chuyen_doi", "~doi_so"} <= set(tokens("KH CĐS")) & set(tokens("KH cds"))
    assert set(tokens("TTHC")) == set(tokens("thủ tục hành chính"))
    assert "~hanh_chinh" not in set(tokens("V/v xe TTHCX"))


def test_no_phrase_reaches_over_punctuation_and_letters_of_lists_are_no_words() -> None:
    assert "~dat_nuoc" not in set(tokens("đất, nước"))
    assert set(tokens("V/v a) b) đất")) == {"~dat", "đất"}
    assert "y_tế" in set(tokens("trạm y tế"))


def test_the_sender_is_a_reason_of_its_own() -> None:
    shares = {"s=cong": 0.4, "s=thuong": 0.4, "s=cong_thuong": 0.6, "s=so": 0.1}
    assert [one.words for one in reasons(shares, ["Báo cáo"], "Sở Công Thương")] == ["sở công thương"]
