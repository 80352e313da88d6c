"""Whom a sentence charges: people of the meeting by name, title or office, agencies by name or short form; nobody
rather than the wrong one. Of the 32 expressions, 25 were right when they had been written and 1 named somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text import fold
from meetings.proposal.person import Directory, Known, Who

PEOPLE = (
    Known("person", "hung", "Nguyễn Văn Hùng", "Giám đốc, Sở Tài chính"),
    Known("person", "lan", "Trần Thị Lan", "Chánh Văn phòng, Ủy ban nhân dân tỉnh"),
    Known("person", "minh1", "Lê Quang Minh", "Trưởng phòng, Sở Y tế"),
    Known("person", "minh2", "Phạm Đức Minh", "Phó Giám đốc, Sở Xây dựng"),
    Known("person", "thu", "Hoàng Thu", "Chuyên viên, Sở Nội vụ"),
    Known("person", "john", "John Smith", "Consultant, Acme"),
    Known("agency", "stc", "Sở Tài chính"),
    Known("agency", "syt", "Sở Y tế"),
    Known("agency", "skhcn", "Sở Khoa học và Công nghệ"),
    Known("agency", "sgddt", "Sở Giáo dục và Đào tạo"),
    Known("agency", "yenphu", "Ủy ban nhân dân xã Yên Phụ"),
    Known("agency", "vpub", "Văn phòng Ủy ban nhân dân tỉnh"),
)
DIRECTORY = Directory(PEOPLE)
EXPECTED: tuple[tuple[str, list[str]], ...] = (
    ("Giao Sở Tài chính thẩm định dự toán", ["stc"]),
    ("Giao đ/c Hùng rà soát", ["hung"]),
    ("Giao a. Hùng rà soát", ["hung"]),
    ("Giám đốc Sở Tài chính báo cáo lại", ["hung"]),
    ("Ông Nguyễn Văn Hùng chịu trách nhiệm", ["hung"]),
    ("c. Lan gửi giấy mời", ["lan"]),
    ("Chị Lan gửi giấy mời", ["lan"]),
    ("Đ/c Minh kiểm tra", ["minh1", "minh2"]),
    ("Đ/c Lê Quang Minh kiểm tra", ["minh1"]),
    ("Sở KH&CN tham mưu", ["skhcn"]),
    ("SKHCN tham mưu", ["skhcn"]),
    ("Sở KHCN tham mưu", ["skhcn"]),
    ("Sở GD&ĐT tham mưu", ["sgddt"]),
    ("SGD&ĐT tham mưu", ["sgddt"]),
    ("STC tổng hợp, gửi Sở Y tế", ["stc"]),
    ("SYT dự trù thuốc", ["syt"]),
    ("UBND xã Yên Phụ niêm yết", ["yenphu"]),
    ("Xã Yên Phụ niêm yết", ["yenphu"]),
    ("VP UBND tỉnh ra thông báo", ["vpub"]),
    ("Văn phòng UBND tỉnh ra thông báo", ["vpub"]),
    ("Phối hợp với Sở Y tế, Sở Tài chính bố trí vốn", ["stc"]),
    ("Đề nghị anh Hùng xem lại", ["hung"]),
    ("Chánh Văn phòng Ủy ban nhân dân tỉnh thông báo", ["lan"]),
    ("John will send the report", ["john"]),
    ("John Smith to send the report", ["john"]),
    ("Ask john about it", []),
    ("Thu tiền phạt của cơ sở", []),
    ("Thu thập số liệu", []),
    ("Có công minh, bạch rõ ràng", []),
    ("Trồng hoa lan ở cổng", []),
    ("Giao Sở Công Thương xử lý", []),
    ("Anh hùng lao động được tuyên dương", []),
)


def led(text: str) -> list[str]:
    return [one.id for one in DIRECTORY.find(text) if one.lead]


@pytest.mark.parametrize(("text", "ids"), EXPECTED, ids=[text for text, _ in EXPECTED])
def test_who_is_charged(text: str, ids: list[str]) -> None:
    assert sorted(led(text)) == ids


def test_two_that_fit_are_named_and_neither_is_sure() -> None:
    found = DIRECTORY.find("Đ/c Minh kiểm tra")
    assert [one.sure for one in found] == [False, False]


@given(person=st.sampled_from(PEOPLE[:5]), title=st.sampled_from(["ông", "bà", "đ/c", "đồng chí", "anh", "chị", "Đ/c"]))
def test_a_whole_name_is_that_person_with_and_without_diacritics(person: Known, title: str) -> None:
    for told in (f"Giao {title} {person.name} rà soát", f"{title} {person.name} gửi báo cáo"):
        for form in (told, fold(told)):
            (who,) = DIRECTORY.find(form)
            assert (who.id, who.sure, who.lead) == (person.id, True, True)


@given(text=st.text(max_size=80))
def test_any_text_gives_spans_of_itself_and_at_most_one_place_is_charged(text: str) -> None:
    found: list[Who] = DIRECTORY.find(text)
    assert all(text[one.start : one.end] == one.words for one in found)
    assert len({one.start for one in found if one.lead}) == bool(found)


@given(
    words=st.lists(
        st.sampled_from(["giao", "thu", "hồi", "minh", "bạch", "phạt", "hùng", "vĩ", "lan", "tỏa", "và"]), max_size=8
    )
)
def test_small_letters_that_are_words_too_name_nobody(words: list[str]) -> None:
    assert DIRECTORY.find(" ".join(words)) == []
