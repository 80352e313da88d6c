"""Procedures for tests, written for them."""

from typing import Any

BIRTH: dict[str, Any] = {
    "code": "1.001193",
    "name": "Đăng ký khai sinh",
    "field": "Hộ tịch",
    "level": "Cấp Xã",
    "agency_text": "Ủy ban nhân dân cấp xã",
    "steps": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
    "result": "Giấy khai sinh",
    "keywords": "làm giấy khai sinh, con mới sinh",
    "source": "Dữ liệu thử",
    "channels": [
        {"kind": "Trực tiếp", "time_limit": "1 Ngày làm việc", "fee": "Lệ phí : 8.000 Đồng (đăng ký quá hạn)"},
        {"kind": "Trực tuyến", "time_limit": "1 Ngày làm việc", "fee": "Lệ phí : 0 Đồng"},
    ],
    "documents": [
        {"name": "Tờ khai đăng ký khai sinh", "originals": 1, "copies": 0, "form": "TK-khai-sinh.docx"},
        {"name": "Giấy chứng sinh", "originals": 1, "copies": 0},
    ],
    "laws": [{"number": "60/2014/QH13", "title": "Luật Hộ tịch", "date": "2014-11-20", "issuer": "Quốc hội"}],
}
"""As the API takes it."""


def record(code: str = "9.000001", name: str = "Thủ tục thử nghiệm", **cells: Any) -> dict[str, Any]:
    """As the national database publishes it; `cells` take the place of whole groups."""
    return {
        "thu_tuc_id": code,
        "metadata": {
            "mã_thủ_tục": code,
            "tên_thủ_tục": name,
            "số_quyết_định": "Quyết định số 1/QĐ-BQP",
            "cấp_thực_hiện": "Cấp Xã",
            "loại_thủ_tục": "TTHC được luật giao quy định chi tiết",
            "lĩnh_vực": "Chính sách",
        },
        "content": {
            "trình_tự_thực_hiện": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
            "đối_tượng_thực_hiện": "Công dân Việt Nam",
            "cơ_quan_thực_hiện": "Ủy ban nhân dân cấp xã",
            "mô_tả": "Không có thông tin",
        },
        "tables": {
            "hinh_thuc_nop": [
                {
                    "hinh_thuc": "Trực tiếp",
                    "thoi_han_giai_quyet": "30 Ngày làm việc",
                    "phi_le_phi": "Phí : 0 Đồng",
                    "mo_ta": "",
                }
            ],
            "thanh_phan_ho_so": [{"ten_giay_to": "Đơn đề nghị", "so_luong": "", "ghi_chu": "Bản chính: 1\nBản sao: 0"}],
            "can_cu_phap_ly": [
                {
                    "so_ky_hieu": "1/2020/NĐ-CP",
                    "trich_yeu": "Nghị định",
                    "ngay_ban_hanh": "26-09-2020",
                    "co_quan_ban_hanh": None,
                }
            ],
        },
        **cells,
    }
