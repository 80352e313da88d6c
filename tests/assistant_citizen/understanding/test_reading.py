"""Questions as people type them, read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_citizen.understanding.deciding import look
from assistant_citizen.understanding.library import Library
from assistant_citizen.understanding.noise import telex
from assistant_citizen.understanding.reading import read
from assistant_citizen.understanding.record import Record
from assistant_citizen.understanding.slots import slots_of
from assistant_citizen.understanding.spelling import of_question, steady

RECORDS = [
    Record("birth", "Thủ tục đăng ký khai sinh", "Hộ tịch"),
    Record("death", "Thủ tục đăng ký khai tử", "Hộ tịch"),
    Record("land", "Cấp giấy chứng nhận quyền sử dụng đất lần đầu", "Đất đai"),
    Record("shop", "Đăng ký thành lập hộ kinh doanh", "Kinh doanh"),
    Record("card", "Cấp lại giấy phép lái xe", "Giao thông"),
]


class Untrained:
    """No model was trained yet."""

    def active(self, name: str) -> None:
        del name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddaawng kys khai sinh", "đăng ký khai sinh"),
        ("lm gks cần j z", "làm giấy khai sinh cần gì vậy"),
        ("hok bik nộp ở mô rứa", "không bik nộp ở đâu vậy"),
        ("Hoà giải, uỷ quyền", "hòa giải , ủy quyền"),
        ("cấp cccd mất bn tiền", "cấp căn cước công dân mất bao nhiêu tiền"),
        ("cần chi, chi phí ra răng", "cần gì , chi phí ra răng"),
        ("khai sinhhh", "khai sinh"),
        ("mần giấy", "làm giấy"),
        ("đc ko", "được không"),
    ],
)
def test_chat_telex_regional_words_and_doubled_letters(typed: str, meant: str) -> None:
    assert " ".join(of_question(typed)) == meant


@pytest.mark.parametrize("word", ["đường", "kết", "hôn", "giấy", "quyền", "thủ", "tục", "sĩ", "người"])
def test_telex_comes_back(word: str) -> None:
    assert of_question(telex(word)) == [word]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    assert all(0 < word.weight <= 1 for word in reading.words)
    assert steady(steady(text)) == steady(text) or not text.isalpha()
    Library(RECORDS).candidates(reading)
    slots_of(text)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("mới đẻ em bé thì làm giấy gì", "birth"),
        ("lam giay chung tu cho ong noi", "death"),
        ("làm sổ đỏ lần đầu", "land"),
        ("mở quán cà phê nhỏ cần đăng ký không", "shop"),
        ("rớt mất bằng lái, xin lại", "card"),
        ("dang ki khia sinh", "birth"),
    ],
)
def test_everyday_words_lead_to_official_names(asked: str, key: str) -> None:
    assert next(iter(look(Library(RECORDS), Untrained(), asked).ranked)) == key


def test_what_is_removed_or_renamed_is_found_no_more() -> None:
    library = Library(RECORDS)
    library.remove(["birth"])
    assert "birth" not in library.candidates(library.read("khai sinh")).keys
    library.put([Record("death", "Đăng ký khai sinh lại")])
    assert library.candidates(library.read("khai sinh")).keys[0] == "death"
    assert len(Library().candidates(read("khai sinh")).keys) == 0


def test_particulars_are_taken_out() -> None:
    told = slots_of("Hồ sơ H02.15-261012-0045 nộp ngày 12/10/2026 ở xã Tân Mỹ, gọi 0912 345 678, làm online cho em bé")
    assert told == {
        "dossier": "H02.15-261012-0045",
        "date": "ngày 12",
        "place": "xã Tân Mỹ",
        "phone": "0912 345 678",
        "case": "trẻ em",
        "channel": "online",
    }
    assert slots_of("") == {}
