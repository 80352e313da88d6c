"""What cells mean, as values: fees, time limits, counts and days. None where the words say more than a value can.

The words themselves are always kept and shown beside it.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

UNIT_WORDS = {
    "phút": "minute",
    "giờ làm việc": "hour",
    "giờ": "hour",
    "ngày làm việc": "working_day",
    "ngày": "day",
    "tháng": "month",
    "năm": "year",
}
NOTHING = frozenset({"", "không có thông tin", "chưa có thông tin", "không có", "null", "none", "-"})
"""How records say that they say nothing."""
NO_LIMIT = frozenset({"không quy định"})
MOST_AMOUNT = 10**12
_TIME = re.compile(
    r"(?:trong |không quá |tối đa |chậm nhất )?0*(\d{1,4}(?:[.,]\d{1,2})?)\s*(" + "|".join(UNIT_WORDS) + r")\.?",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?m)^[ \t]*(Phí|Lệ phí)[ \t]*:", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\s*(?P<amount>\d[\d.,]*|không|miễn(?: lệ)?(?: phí)?)\s*(?P<currency>đồng|vnđ|vnd|usd)(?!\w)\s*(?P<note>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FREE = re.compile(
    r"\s*(?:không thu|không mất|không|miễn)\s*(?:thu\s*)?(?:(?:lệ )?phí)?(?P<note>(?:\s*[(,.;:].*)?)",
    re.IGNORECASE | re.DOTALL,
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_PLAIN = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?")
_COUNTS = re.compile(r"\s*Bản chính\s*:\s*(\d{1,3})\s*Bản sao\s*:\s*(\d{1,3})\s*", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_FORM = re.compile(r"[^\n]*\.(?:docx?|pdf|xlsx?|rtf|odt|ods|zip|rar|jpe?g|png|html?|txt)\s*", re.IGNORECASE)
_BROKEN = re.compile(r"\ufffd|[ÃÂ][\u0080-\u00bf\u2010-\u2122]|á[»º]|Ä[‘\u0090‰\u0091]|Æ[°¡]|â€|├|╗|║")


@dataclass(frozen=True, slots=True)
class Fee:
    """`kind`: "Phí" or "Lệ phí" as published, or empty; `amount` is None where it is told in words (`note`) or not."""

    kind: str
    amount: float | None
    currency: str
    note: str

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "amount": self.amount, "currency": self.currency, "note": self.note}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    value: float
    unit: str


def says_nothing(text: str) -> bool:
    return text.strip().lower() in NOTHING


def read_time(text: str) -> TimeLimit | None:
    """ "30 Ngày làm việc" → 30 working days."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    return TimeLimit(float(found[1].replace(",", ".")), UNIT_WORDS[" ".join(found[2].lower().split())])


def read_fees(text: str) -> list[Fee]:
    """ "Phí : 2.000.000 Đồng (…)", each on a line of its own, and what people write: "8.000 đồng/bản", "Không thu"."""
    heads = list(_HEAD.finditer(text))
    ends = [*[one.start() for one in heads[1:]], len(text)] if heads else []
    before = text[: heads[0].start()] if heads else text
    parts = [("", before)] if before.strip() else []
    parts += [(one[1].strip().capitalize(), text[one.end() : end]) for one, end in zip(heads, ends, strict=True)]
    return [_fee(kind, words.strip()) for kind, words in parts]


def read_amount(text: str) -> float | None:
    """ "2.000.000" and "20000" and "1.5": a point before three digits groups thousands, any other is a decimal one."""
    if _GROUPED.fullmatch(text):
        value = float(re.sub(r"[.,]", "", text))
    elif _PLAIN.fullmatch(text):
        value = float(text.replace(",", "."))
    else:
        return None
    return value if value <= MOST_AMOUNT else None


def read_counts(text: str) -> tuple[int, int] | None:
    """Originals and copies."""
    found = _COUNTS.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def read_day(text: str) -> date | None:
    """ "26-09-2025", day first."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def are_forms(text: str) -> bool:
    """Whether every line is a file's name."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(_FORM.fullmatch(line) for line in lines)


def is_broken(text: str) -> bool:
    """Whether letters were read in a wrong encoding somewhere on their way."""
    return _BROKEN.search(text) is not None


def _fee(kind: str, words: str) -> Fee:
    if found := _AMOUNT.fullmatch(words):
        said = found["amount"].lower()
        amount = 0.0 if said[0] in "km" else read_amount(said.rstrip(".,"))
        currency = "USD" if found["currency"].lower() == "usd" else "VND"
        return Fee(kind, amount, currency, _bare(found["note"]) if amount is not None else words)
    if free := _FREE.fullmatch(words):
        return Fee(kind, 0.0, "VND", _bare(free["note"]))
    return Fee(kind, None, "", "" if words.lower() in {"đồng", "usd"} else words)


def _bare(note: str) -> str:
    """Without the brackets around all of it."""
    note = note.strip()
    inner = note[1:-1]
    is_whole = note.startswith("(") and note.endswith(")") and _is_even(inner)
    return inner.strip() if is_whole else note


def _is_even(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0
