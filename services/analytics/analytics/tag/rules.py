"""What personal data a column may hold: by its heading and by its values together.

The values must look like it; the heading decides where several things look alike, as twelve digits do.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from kit.text import fold

Tag = Literal["cccd", "phone", "email", "tax_code", "bank_account", "person_name", "address", "birth_date", "other"]
TAGS: tuple[Tag, ...] = get_args(Tag)
MOST_LOOKED_AT = 1000
_SURNAMES = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh mai to trinh doan dao truong lam "
    "cao ha luu luong thai chu ta nghiem quach kieu trieu vuong la tong khuat giap than luc nong be hua ninh chau "
    "nhu tang ton au mac hoa quan tieu vi lo ma sung giang thao vang dieu ksor rcham siu kpa"
)
SURNAMES = frozenset(_SURNAMES.split())
PLACES = re.compile(
    r"\b(so nha|so \d|thon|to dan pho|to \d|xom|ap|ban|khu|duong|pho|ngo|ngach|phuong|xa|thi tran|quan|huyen|tinh|"
    r"thanh pho|tp)\b"
)
PERSONS = re.compile(
    r"\b(ho( va)? ten|ten (nguoi|chu|con|cha|me|vo|chong)|nguoi (nop|ky|dai dien|lien he|dung ten)|"
    r"chu (ho|ho so|so huu)|fullname|full name|name|can bo|sinh vien|hoc sinh|benh nhan)\b"
)
PLATE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")


@dataclass(frozen=True, slots=True)
class Rule:
    """`alone`: share of values that speak for it without any heading; 0: a heading is needed."""

    tag: Tag
    heading: re.Pattern[str]
    fits: Callable[[str], bool]
    alone: float
    helped: float = 0.5


def propose(title: str, values: Sequence[str]) -> tuple[Tag, float] | None:
    """The tag and the share of values that fit; None: nothing personal is seen."""
    found = [text for value in values[:MOST_LOOKED_AT] if (text := value.strip())]
    heading = fold(title).replace("_", " ")
    if not found or OTHER_HEADING.search(heading):
        return None
    best: tuple[float, Tag, float] | None = None
    for rule in RULES:
        share = sum(rule.fits(one) for one in found) / len(found)
        named = bool(rule.heading.search(heading))
        if (named and share >= rule.helped) or (rule.alone and share >= rule.alone):
            best = max(best or (0.0, rule.tag, 0.0), (share + named, rule.tag, share))
    return (best[1], round(best[2], 3)) if best else None


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def is_cccd(text: str) -> bool:
    """Twelve digits: of the province (001–096), century and sex, year, number; or nine of the old identity card."""
    digits = _digits(text)
    if not digits.isdecimal():
        return False
    return (len(digits) == 12 and 1 <= int(digits[:3]) <= 96) or len(digits) == 9


def is_full_cccd(text: str) -> bool:
    digits = _digits(text)
    return len(digits) == 12 and is_cccd(text)


def is_phone(text: str) -> bool:
    return bool(re.fullmatch(r"(\+?84|0)(3|5|7|8|9)\d{8}|(\+?84|0)2\d{8,9}", re.sub(r"[()]", "", _digits(text))))


def is_email(text: str) -> bool:
    return bool(re.fullmatch(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}", text))


WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def is_tax_code(text: str) -> bool:
    """Ten digits of which the last is a check digit, and maybe a branch."""
    found = re.fullmatch(r"(\d{10})(-?\d{3})?", text.replace(" ", ""))
    if not found:
        return False
    digits = [int(one) for one in found[1]]
    return 10 - sum(weight * digit for weight, digit in zip(WEIGHTS, digits[:9], strict=True)) % 11 == digits[9]


def is_tax_number(text: str) -> bool:
    """Persons have their identity number."""
    return is_tax_code(text) or is_full_cccd(text)


def is_account(text: str) -> bool:
    return bool(re.fullmatch(r"\d{8,19}", _digits(text)))


def is_person(text: str) -> bool:
    """A surname first, then a middle and a given name; written as names are."""
    if len(text) > 50 or not PLATE.fullmatch(text):
        return False
    words = fold(text).split()
    capital = all(word[0].isupper() for word in text.split())
    return capital and words[0] in SURNAMES


def is_address(text: str) -> bool:
    folded = fold(text)
    return (
        len(text) >= 8
        and ("," in text or " - " in text or any(one.isdigit() for one in text))
        and bool(PLACES.search(folded))
    )


def is_birth_date(text: str) -> bool:
    found = re.search(r"(19[2-9]\d|20[0-2]\d)", text)
    return bool(found) and bool(re.fullmatch(r"[\d/.\- :T+]{4,32}", text))


OTHER_HEADING = re.compile(r"\b(ma (don vi|ho so|so thue dn)|so tien|doanh thu|dien tich|so luong|ty le|kinh phi)\b")
RULES = (
    Rule(
        "cccd", re.compile(r"\b(cccd|cmnd|cmt|can cuoc|chung minh|dinh danh|so giay to|identity|id card)\b"), is_cccd, 0
    ),
    Rule("cccd", re.compile(r"\b(cccd|cmnd|can cuoc)\b"), is_full_cccd, 0.9),
    Rule("phone", re.compile(r"\b(dien thoai|dt|sdt|di dong|phone|mobile|tel|hotline|lien he|zalo)\b"), is_phone, 0.8),
    Rule("email", re.compile(r"\b(e ?mail|thu dien tu|hop thu)\b"), is_email, 0.6, 0.3),
    Rule("tax_code", re.compile(r"\b(mst|ma so thue|tax)\b"), is_tax_number, 0),
    Rule("tax_code", re.compile(r"\b(mst|ma so thue|tax)\b"), is_tax_code, 0.9),
    Rule("bank_account", re.compile(r"\b(stk|tai khoan|bank|account)\b"), is_account, 0),
    Rule("person_name", PERSONS, is_person, 0.7, 0.4),
    Rule(
        "address",
        re.compile(r"\b(dia chi|noi o|thuong tru|tam tru|noi sinh|que quan|cho o|address)\b"),
        is_address,
        0.75,
        0.3,
    ),
    Rule(
        "birth_date", re.compile(r"\b(ngay sinh|nam sinh|sinh ngay|ngay thang nam sinh|birth|dob)\b"), is_birth_date, 0
    ),
)
