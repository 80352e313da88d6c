"""Which questions are about one's own work, told by a few words: what else is asked goes to the passages."""

import re
from typing import Literal

from kit.text import fold

Agenda = Literal["today", "soon", "overdue"]
MOST_WORDS = 16
_TODAY = re.compile(
    r"\b(?:hom nay|ngay nay|sang nay|chieu nay)\b.*\b(?:viec|lam gi|nhiem vu|cong viec)\b"
    r"|\b(?:viec|nhiem vu|cong viec|phai lam gi|can lam gi)\b.*\b(?:hom nay|sang nay|chieu nay)\b"
    r"|\bviec cua toi\b"
)
_THING = r"\b(?:van ban|cong van|nhiem vu|cong viec|viec|ho so)\b"
_SOON = re.compile(_THING + r".*\b(?:sap|gan)\s+(?:qua|den|toi|het|tre)\s*han\b")
_OVERDUE = re.compile(_THING + r".*\b(?:qua|tre)\s*han\b")
_ASKS = re.compile(r"\b(?:nao|nhung|cac|toi|danh sach|gi|liet ke|bao nhieu)\b")
_OF_LAW = re.compile(r"\b(?:theo|luat|nghi dinh|thong tu|quy dinh|xu phat|xu ly|bi phat|la the nao|nhu the nao)\b")


def agenda_of(question: str) -> Agenda | None:
    words = " ".join(re.findall(r"[^\W_]+", fold(question)))
    if len(words.split()) > MOST_WORDS or _OF_LAW.search(words):
        return None
    if _TODAY.search(words):
        return "today"
    if not _ASKS.search(words):
        return None
    if _SOON.search(words):
        return "soon"
    return "overdue" if _OVERDUE.search(words) else None
