"""Work given in words: "giao Sở Tài chính báo cáo tình hình giải ngân trước 15/12"."""

import re
from dataclasses import dataclass
from datetime import date

from kit.text import fold, nfc
from kit.text.due import first_due

_GIVES = re.compile(
    r"\s*(?:hãy\s+|xin\s+|vui\s+lòng\s+|giúp\s+(?:tôi\s+)?)*"
    r"(?:(?:tạo|lập|mở)\s+(?:một\s+)?(?:nhiệm\s+vụ|công\s+việc|việc)\s*(?:mới\s*)?[:,]?\s*(?:giao\s+(?:cho\s+)?)?"
    r"|giao\s+(?:việc\s+|nhiệm\s+vụ\s+)?(?:cho\s+)?|phân\s+công\s+(?:cho\s+)?|đề\s+nghị\s+(?=sở|phòng|văn\s+phòng|ubnd))",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*(?:giao (?:viec |nhiem vu )?(?:cho )?|tao nhiem vu:? ?(?:giao )?|phan cong (?:cho )?)")
_ASKS = re.compile(r"\?|\b(?:la gi|the nao|bao nhieu|co duoc|khi nao|ai duoc|tham quyen nao|nhu nao)\b")
_NO_WORK = re.compile(r"(?:dat|dich|thong|luu|ban|khoan|nhan|rung|ket)\b")
"""giao đất, giao dịch, giao thông, giao lưu, giao ban, …: words of laws, no work given."""
_TITLED = re.compile(r"(?:ông|bà|anh|chị|đồng\s+chí|đ/c)\s+", re.IGNORECASE)
_LIMIT = re.compile(
    r"[\s,;.]*(?:(?:trước|chậm\s+nhất|muộn\s+nhất|hạn(?:\s+chót|\s+cuối)?|thời\s+hạn|xong|hoàn\s+thành|trong|vào|đến|là)\s*)*"
    r"(?:ngày|hết|hết\s+ngày)?\s*$",
    re.IGNORECASE,
)
MOST_LETTERS, LONGEST_TITLE = 1000, 500


@dataclass(frozen=True, slots=True)
class Wish:
    """`rest` begins with whom it is given to, who is found in the directory; `due_on` was said, or nothing was."""

    rest: str
    due_on: date | None


def wish_of(text: str, today: date) -> Wish | None:
    told = " ".join(nfc(text).split())
    if not told or len(told) > MOST_LETTERS or _ASKS.search(fold(told)) or "?" in told:
        return None
    found = _GIVES.match(told)
    bare = None if found else _BARE.match(fold(told)) if fold(told) == told.casefold() else None
    end = found.end() if found else bare.end() if bare else 0
    rest = told[end:]
    if not end or not rest or _NO_WORK.match(fold(rest)):
        return None
    due = first_due(rest, today)
    if due is None:
        return Wish(rest, None)
    kept = f"{_LIMIT.sub('', rest[: due.start])} {rest[due.end :]}"
    return Wish(" ".join(kept.split()).strip(" ,;."), due.day)


def spoken(rest: str) -> str:
    """Without "ông", "đồng chí"; with what "UBND" stands for, as the directory writes it."""
    return re.sub(r"\bUBND\b", "Ủy ban nhân dân", _TITLED.sub("", rest, count=1) if _TITLED.match(rest) else rest)


def begins_with(rest: str, name: str) -> int:
    """How many words of `rest` are this name; 0 when it does not begin so. "Ủy ban nhân dân tỉnh" may leave no word."""
    words, wanted = fold(rest).split(), fold(name).split()
    said = [word.strip(",;:.") for word in words[: len(wanted)]]
    return len(wanted) if said == wanted else 0


def titled(rest: str, words: int) -> str:
    """What is to be done, with a capital letter."""
    left = " ".join(rest.split()[words:]).strip(" ,;:.")
    return (left[:1].upper() + left[1:])[:LONGEST_TITLE]
