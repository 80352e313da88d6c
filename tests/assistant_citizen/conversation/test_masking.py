"""Whatever a citizen writes, what tells who they are is not kept."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_citizen.conversation.masking import ACCOUNT, ADDRESS, FILE, MAIL, NAME, PAPER, PHONE, PLATE, mask

WORDS = st.sampled_from(["tôi muốn hỏi", "làm lại căn cước", "sđt", "cccd:", "gọi", "stk", "phí bao nhiêu", ""])
SEPARATORS = st.sampled_from(["", " ", ".", "-", "–", ". "])
LENGTHS = st.sampled_from([9, 10, 11, 12, 13, 14])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("tôi tên Nguyễn Văn An muốn đổi căn cước", f"tôi tên {NAME} muốn đổi căn cước"),
        ("toi ten la nguyen van an can lam ho chieu", f"toi ten la {NAME} can lam ho chieu"),
        ("Họ và tên: Đỗ Thị Mỹ Linh", f"Họ và tên: {NAME}"),
        ("ông Lê Văn Tám mất rồi khai tử ở đâu", f"ông {NAME} mất rồi khai tử ở đâu"),
        ("cccd 001200012345, sđt 0912 345 678", f"cccd {PAPER}, sđt {PHONE}"),
        ("chứng minh cũ 123456789", f"chứng minh cũ {PAPER}"),
        ("gọi tôi +84.912.345.678 nhé", f"gọi tôi {PHONE} nhé"),
        ("stk 19034567890 vietcombank", f"stk {ACCOUNT} vietcombank"),
        ("mail an.nguyen@gmail.com", f"mail {MAIL}"),
        ("hồ sơ 000.00.04.H51-200221-0001 xong chưa", f"hồ sơ {FILE} xong chưa"),
        ("xe 98A-123.45 và hộ chiếu C1234567", f"xe {PLATE} và hộ chiếu {PAPER}"),
        ("tôi ở số nhà 12 ngõ 5 đường Lê Lợi phường Ngô Quyền", f"tôi ở {ADDRESS} phường Ngô Quyền"),
        ("địa chỉ: 25/3 Nguyễn Thị Lưu", f"địa chỉ: {ADDRESS}"),
        ("cccd001200012345 nhé", f"cccd{PAPER} nhé"),
        ("0912345678/0987654321", f"{PHONE}/{PHONE}"),
        ("09\u200b12\u200b345678", PHONE),
    ],
)
def test_what_tells_who_somebody_is_goes(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "Đăng ký kết hôn cần giấy tờ gì?",
        "lệ phí 1.500.000.000 đồng thì nộp ở đâu",
        "theo nghị định 123/2021/NĐ-CP và luật 60/2014/QH13",
        "thủ tục 1.001193 mất bao lâu",
        "đường Nguyễn Văn Cừ thuộc phường nào",
        "đổi bằng lái hạng A1, B2 từ năm 2020-2024",
        "gọi 1022 hay 113",
        "trường Hoàng Văn Thụ tuyển sinh lớp 10 ngày 01/06/2026",
    ],
)
def test_what_tells_nothing_of_anybody_stays(said: str) -> None:
    assert mask(said) == said


@given(WORDS, LENGTHS.flatmap(lambda count: st.lists(st.sampled_from("0123456789"), min_size=count, max_size=count)),
       SEPARATORS, WORDS)  # fmt: skip
def test_no_long_number_is_kept_however_it_is_parted(before: str, digits: list[str], between: str, after: str) -> None:
    kept = mask(f"{before} {between.join(digits)} {after}")
    assert not re.search(r"\d", kept)


@pytest.mark.parametrize("piece", ["tôi tên là ", "ở số nhà 1 ", "Nguyễn ", "sđt 12345 "])
def test_no_text_takes_longer_than_it_is_long(piece: str) -> None:
    """In steps of the interpreter, which a busy machine does not change."""
    short, long = ((piece * 4000)[:size] for size in (2000, 8000))
    assert _steps(long) < 6 * _steps(short)


def _steps(text: str) -> int:
    taken = 0

    def count(*_: object) -> None:
        nonlocal taken
        taken += 1

    sys.setprofile(count)
    try:
        mask(text)
    finally:
        sys.setprofile(None)
    return taken


@given(st.text(max_size=300))
def test_any_text_is_masked_and_masked_once(said: str) -> None:
    once = mask(said)
    assert mask(once) == once


@given(st.lists(st.sampled_from(
    ["tôi tên", "Nguyễn", "Văn", "An", "số nhà", "12", "ngõ", "5", "đường", "Lê Lợi", "0912345678", "cccd", "muốn", ",",
     ".", "a@b.vn", "ở", "[họ tên]", "[địa chỉ]", "98A-123.45", "họ và tên:", "là"]), max_size=25))  # fmt: skip
def test_pieces_of_personal_data_in_any_order_are_masked_once(pieces: list[str]) -> None:
    once = mask(" ".join(pieces))
    assert mask(once) == once
    assert "0912345678" not in once
    assert "a@b.vn" not in once
