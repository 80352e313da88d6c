"""Which columns hold personal data: on columns written for this test, half of them without a heading that helps."""

import pytest

from analytics.tag.rules import propose

PERSONS = ["Nguyễn Văn An", "Trần Thị Bích Ngọc", "Lê Hoàng", "Phạm Thu Dung", "Vũ Đức Thắng", "Giàng A Páo"]
STREETS = [
    "Số 5, đường Lý Thái Tổ, phường Trần Phú",
    "Thôn Đông, xã Tân Mỹ, huyện Yên Dũng",
    "Tổ dân phố 3, phường Đa Mai",
]
CARDS = ["024090001234", "001185004321", "036302009876", "024 090 001 235"]
PERSONAL = [
    ("Số CCCD", CARDS, "cccd"),
    ("", CARDS, "cccd"),
    ("CMND", ["121234567", "012345678"], "cccd"),
    ("Điện thoại", ["0912345678", "+84 98 765 4321", "0204.385.4321"], "phone"),
    ("cot_4", ["0912345678", "0387654321", "0700000001"], "phone"),
    ("Liên hệ", ["an@tinh.gov.vn", "b.c@gmail.com"], "email"),
    ("Hộp thư", ["an@tinh.gov.vn", "không có", "x@y.vn"], "email"),
    ("MST", ["0100109106", "0100112437"], "tax_code"),
    ("Số tài khoản", ["19001234567890", "0021000123456"], "bank_account"),
    ("Họ và tên", PERSONS, "person_name"),
    ("Người nộp hồ sơ", [*PERSONS, "Công ty TNHH Hòa Bình"], "person_name"),
    ("", PERSONS, "person_name"),
    ("Chủ hộ", [one.title() for one in PERSONS], "person_name"),
    ("Địa chỉ thường trú", STREETS, "address"),
    ("c2", STREETS, "address"),
    ("Ngày sinh", ["1990-03-01", "1985-12-31"], "birth_date"),
    ("Năm sinh", ["1990", "1985"], "birth_date"),
]
PLAIN = [
    ("Tên đơn vị", ["Sở Y tế", "Sở Nội vụ", "Ủy ban nhân dân xã Tân Mỹ"]),
    ("Số lượng", ["100123456", "200456789"]),
    ("Số tiền", ["123456789012", "024090001234"]),
    ("Mã hồ sơ", ["000.00.01.H02-260301-0001", "000.00.01.H02-260301-0002"]),
    ("Ngày cấp", ["1990-03-01", "2024-12-31"]),
    ("Năm", ["2024", "2025"]),
    ("Lĩnh vực", ["Đất đai", "Hộ tịch", "Xây dựng"]),
    ("Huyện", ["Yên Dũng", "Lục Ngạn", "Hiệp Hòa"]),
    ("Doanh thu", ["0912345678", "0987654321"]),
    ("Tên thủ tục", ["Đăng ký khai sinh", "Cấp bản sao trích lục"]),
    ("Kết quả", ["Đúng hạn", "Quá hạn"]),
    ("Tọa độ", ["21.27, 106.19", "21.30, 106.22"]),
]


@pytest.mark.parametrize(("title", "values", "tag"), PERSONAL, ids=[f"{tag} {title}" for title, _, tag in PERSONAL])
def test_personal_data_is_proposed(title: str, values: list[str], tag: str) -> None:
    found = propose(title, values)
    assert found is not None
    assert found[0] == tag


@pytest.mark.parametrize(("title", "values"), PLAIN, ids=[title for title, _ in PLAIN])
def test_other_columns_are_left_alone(title: str, values: list[str]) -> None:
    assert propose(title, values) is None
