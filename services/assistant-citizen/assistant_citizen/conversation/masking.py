"""What tells who somebody is, taken out of a message before it is kept: numbers of papers, telephones, accounts, mail
addresses, plates, names that are told, houses.

By patterns, and rather too much than too little: an amount without a currency may be taken for a number of papers.
Numbers in words, and names that nothing announces and that are not written as names, are not found.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from assistant_citizen.petition.code import without_codes

PAPER, PHONE, ACCOUNT, MAIL = "[số giấy tờ]", "[số điện thoại]", "[số tài khoản]", "[email]"
PLATE, FILE, NAME, ADDRESS = "[biển số]", "[mã hồ sơ]", "[họ tên]", "[địa chỉ]"
PETITION = "[mã phản ánh]"
LEAST_DIGITS, LEAST_ANNOUNCED, SHORT_PAPER, PHONES = 9, 5, 9, range(9, 13)
MOST_NAME = 5

_DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "masking.toml").read_text(encoding="utf-8"))
SURNAMES, _PLACES, _ENDS = (frozenset(_DATA[name]) for name in ("surnames", "places", "ends"))
_ANNOUNCED = tuple(
    (put, re.compile(rf"\b(?:{'|'.join(_DATA['announced'][name])})\W*(?:\w+\W+){{0,4}}$"))
    for put, name in ((ACCOUNT, "account"), (PAPER, "paper"), (PHONE, "phone"))
)
_ANNOUNCEMENTS = re.compile(
    r"(?:tôi tên|tên tôi|tôi tên là|họ và tên|họ tên|sđt|sdt|stk)(?:\s+là)?\s*:?\s*(?=[ ,.]|$)", re.IGNORECASE
)
_DWELLING = rf"(?:{'|'.join(_DATA['dwelling'])})"
_LEAD = re.compile(rf"\s*{_DWELLING}[\s:]+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+%-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_FILE = re.compile(
    r"(?<![\w.])(?:\d{3}\.\d{2}\.\d{2}\.)?[a-z]\d{2}(?:\.\d{2,3}){0,3}-\d{6}-\d{4,6}(?!\d)", re.IGNORECASE
)
_PLATE = re.compile(r"(?<![\w.])\d{2}[ -]?[a-z]{1,2}\d?[ -]?(?:\d{3}\.?\d{2}|\d{4})(?![\w])", re.IGNORECASE)
_PASSPORT = re.compile(r"(?<!\w)[a-z]{1,2}\d{6,8}(?!\d)", re.IGNORECASE)
_DIGITS = re.compile(r"(?<!\d)\+?\d(?:[ .\-–_,]{0,2}\d){4,}")
_MONEY = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+")
_CURRENCY = re.compile(r"\s*(?:đồng|dong|vnđ|vnd|đ\b|₫|usd|triệu|nghìn|ngàn|tỷ|tỉ)", re.IGNORECASE)
_LOOK_BACK = 60

_STREET = r"(?:đường|duong|phố|pho|ngõ|ngo|ngách|ngach|hẻm|hem|kiệt|kiet)"
_HOUSE = r"\d{1,5}[a-zđ]?(?:[/-]\d{1,5}[a-zđ]?){0,4}"
_LINE = r"(?:[ ]+(?!phường|phuong|xã\b|xa\b|quận|huyện|thì|thi\b|muốn|muon|cần|can\b|có\b|và\b)[^\W_]+){1,5}"
_ADDRESSES = (
    re.compile(
        rf"\b(?:số nhà|so nha|nhà số|nha so)\s*{_HOUSE}(?:[ ,]+{_STREET}(?:\s+{_HOUSE}(?!\w)|{_LINE}))*", re.IGNORECASE
    ),
    re.compile(rf"\b(?:số|so)?\s*{_HOUSE}[ ,]+(?:{_STREET}\s+{_HOUSE}(?!\w)[ ,]*)*{_STREET}{_LINE}", re.IGNORECASE),
    re.compile(rf"\b(?:ngõ|ngo|ngách|ngach|hẻm|hem|kiệt|kiet)\s+{_HOUSE}(?!\w)", re.IGNORECASE),
    re.compile(
        rf"\b{_DWELLING}\s{{0,20}}(?:là|la|:|tại|ở)*\s{{0,20}}(?:số\s{{0,20}})?{_HOUSE}(?:\s+(?-i:[A-ZĐÀ-Ỹ])[^\W\d_]*){{1,4}}",
        re.IGNORECASE,
    ),
)

_SAID = re.compile(
    r"(?<!\w)(?:(?:tôi|toi|em|mình|minh|cháu|chau|con|tao|anh|chị|chi|vợ|chồng|bố|mẹ|ông|bà)\s+tên|tên\s+(?:tôi|toi|em|mình|cháu|con|là)"
    r"|ten\s+(?:toi|em|minh|la)|(?:tôi|toi|em|minh)\s+ten|họ\s+(?:và\s+)?tên|ho\s+(?:va\s+)?ten|tên\s+đầy\s+đủ|quý\s+danh)"
    r"(?:\s+(?:là|la|của\s+\w+\s+là|tôi|em|khai\s+sinh))*\s*[:=-]?\s*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def mask(text: str) -> str:
    """Masked once it stays as it is."""
    plain = without_codes(_plain(text), PETITION)
    for pattern, put in ((_MAIL, MAIL), (_FILE, FILE)):
        plain = pattern.sub(put, plain)
    for pattern in _ADDRESSES:
        plain = pattern.sub(_address, plain)
    plain = _DIGITS.sub(_number, plain)
    plain = _PASSPORT.sub(PAPER, _PLATE.sub(PLATE, plain))
    return _named(plain)


def without_personal(text: str) -> str:
    """To be understood: names and numbers say nothing of what is asked. The code of a dossier does, and stays."""
    masked = mask(text)
    if FILE in masked:
        return text
    for put in (PAPER, PHONE, ACCOUNT, MAIL, PLATE, NAME, ADDRESS, PETITION):
        masked = masked.replace(put, " ")
    return _ANNOUNCEMENTS.sub(" ", masked)


def _plain(text: str) -> str:
    """Composed, and without characters that nobody sees and that would part a number."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():  # as nearly all are
        return composed
    return "".join(
        one for one in composed if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co"}
    )


def _address(found: re.Match[str]) -> str:
    """What comes before the house stays: "ở", "địa chỉ"."""
    lead = _LEAD.match(found[0])
    return f"{lead[0] if lead else ''}{ADDRESS}"


def _number(found: re.Match[str]) -> str:
    told, count = found[0], sum(one.isdigit() for one in found[0])
    before = found.string[max(0, found.start() - _LOOK_BACK) : found.start()].lower()
    told_by = [(said.start(), put) for put, announced in _ANNOUNCED if (said := announced.search(before))]
    if count >= LEAST_ANNOUNCED and told_by:
        return max(told_by)[1]
    if count < LEAST_DIGITS or (_MONEY.fullmatch(told) and _CURRENCY.match(found.string, found.end())):
        return told
    if count in PHONES and count != 12 and told.startswith(("0", "+", "84")) and count != SHORT_PAPER:
        return PHONE
    return PAPER if count in {9, 12} else PHONE if told.startswith("+") else ACCOUNT


def _named(text: str) -> str:
    spans = sorted([*_told_names(text), *_written_names(text)])
    out, at = [], 0
    for start, end in spans:
        if start >= at:
            out += [text[at:start], NAME]
            at = end
    return "".join([*out, text[at:]])


def _told_names(text: str) -> Iterator[tuple[int, int]]:
    """After words that announce one, however it is written."""
    for said in _SAID.finditer(text):
        words = islice(_adjoining(text, said.end()), MOST_NAME)
        name = list(takewhile(lambda word: word[0].lower() not in _ENDS, words))
        if name:
            yield name[0].start(), name[-1].end()


def _written_names(text: str) -> Iterator[tuple[int, int]]:
    """A surname and what belongs to it, with capital letters; not what a street or a school is called after."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        name = _from_surname(text, words, at)
        if len(name) > 1:
            yield name[0].start(), name[-1].end()
        at += max(1, len(name))


def _from_surname(text: str, words: list[re.Match[str]], at: int) -> list[re.Match[str]]:
    if words[at][0].lower() not in SURNAMES or not words[at][0][0].isupper():
        return []
    if at and words[at - 1][0].lower() in _PLACES:
        return []
    name = [words[at]]
    for word in words[at + 1 : at + MOST_NAME]:
        if not word[0][0].isupper() or text[name[-1].end() : word.start()].strip(" "):
            break
        name.append(word)
    return name


def _adjoining(text: str, at: int) -> Iterator[re.Match[str]]:
    """Words with nothing but blanks between them."""
    while word := _WORD.match(text, at):
        yield word
        at = word.end()
        while at < len(text) and text[at] == " ":
            at += 1
