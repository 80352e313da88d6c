"""Particulars of a question: the code of a dossier, a place, a day, a telephone, whose case it is, a way to hand in."""

import re
from collections.abc import Mapping

from kit.text import fold, nfc

MOST = 1000
_DOSSIER = re.compile(
    r"\b(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-\d{6}-\d{3,6}\b|\b[A-Z]{2}-\d{4}-\d{3,7}\b|\bPA-[A-Z0-9]{5,12}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d.])")
_DAY = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\b|\bngày \d{1,2}(?: tháng \d{1,2}(?: năm \d{4})?)?\b"
    r"|\b(?:hôm nay|ngày mai|ngày kia|tuần sau|tuần tới|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:xã|phường|thị trấn|huyện|quận|thành phố|tỉnh)((?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,4}|(?: \d{1,2}))")
_CASES = {
    "trẻ em": ("tre em", "em be", "tre so sinh", "con nho", "chau be"),
    "người nước ngoài": ("nguoi nuoc ngoai", "nguoi ngoai quoc"),
    "người đã mất": ("da mat", "tu tran", "qua doi", "da chet"),
    "ủy quyền": ("uy quyen", "lam thay", "lam ho", "nop ho", "nop thay"),
    "bị mất": ("bi mat", "lam mat", "that lac", "danh mat"),
    "quá hạn": ("qua han", "het han", "tre han"),
    "doanh nghiệp": ("doanh nghiep", "cong ty"),
}
_CHANNELS = {
    "online": ("online", "truc tuyen", "qua mang", "tren mang"),
    "post": ("buu dien", "buu chinh"),
    "direct": ("truc tiep",),
}


def slots_of(text: str) -> Mapping[str, str]:
    plain = nfc(text[:MOST])
    told: dict[str, str] = {}
    if found := _DOSSIER.search(plain):
        told["dossier"] = found[0].upper()
    rest = _DOSSIER.sub(" ", plain)
    for name, pattern in (("phone", _PHONE), ("date", _DAY), ("place", _PLACE)):
        if found := pattern.search(rest):
            told[name] = found[0].strip()
    bare = f" {fold(rest)} "
    for name, ways in (("case", _CASES), ("channel", _CHANNELS)):
        if one := next((one for one, words in ways.items() if any(f" {word} " in bare for word in words)), None):
            told[name] = one
    return told
