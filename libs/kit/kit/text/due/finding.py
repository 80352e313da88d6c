"""Where a text says by when."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from kit.text.due.days import Told, day_and_month, day_of
from kit.text.due.rules import RULES, Asked
from kit.text.folding import fold

_LIMIT = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|han|han chot|han cuoi|thoi han|het|den|xong|trong|vao|by|before|until|till|due|on"
    r"|no later than|not later than|deadline|within|in)[\s:]*(?:\d\d?(?:h\d*|:\d\d| gio)\s*,?\s*)?"
    r"(?:la|vao|het|cuoi|dau|ngay|sang|chieu|hom|den|truoc|the|end of|is|on)?\s*(?:het|ngay|the)?\s*$"
)
_NO_LIMIT = re.compile(
    r"(?:\b(?:tinh den|den nay|ke tu|tu|ky|hop|cuoc hop|lap|so \S+|/\S+|since|from|dated|(?:met|held|sent|was|were) on"
    r"|last|(?<!thu )sau|after)"
    r"(?: het)?(?: ngay)?|\bso \S+ )\s*$"
)
_AGAIN = re.compile(
    r"\s*(?:va (?:ngay )?\d+ )?(?:(?:hang|moi) (?:ngay|tuan|thang|quy|nam)|(?:of )?(?:every|each)|monthly|weekly)\b"
)
_EVERY = re.compile(r"\b(?:every|each|moi|dinh ky)\s*$")
_OCCASION = re.compile(r"\b(?:hop|hdnd|hoi nghi|tong ket|thi|kiem ke|thuong|dot|hoc ky|phien)\s*$")
_TO_BE_DONE = re.compile(r"\b(?:hoan thanh|xong|trinh|nop|gui|bao cao|lam|thuc hien|for|finish|ready|done)\s*$")
_BARE = re.compile(r"(?:thang \d\d?|quy (?:iv|i{1,3}|[1-4])|q[1-4]|(?:the )?\w+ quarter)")
_BEFORE = re.compile(r"\b(?:truoc|before)\s*(?:het|ngay|the)?\s*$")
_MARKED = re.compile(r"[^\x00-\x7f]")
_ENGLISH = re.compile(r"\b(?:the|will|to|by|and|of|is|for|on|we|i|should|please)\b")
_LOOK_BACK = 36


@dataclass(frozen=True, slots=True)
class Due:
    """`sure` False: the words may mean another day too (`others`, where they can be named). `before`: the day itself is
    too late as it is written. `limit`: a word before it says that it is a deadline."""

    day: date
    start: int
    end: int
    words: str
    sure: bool = True
    before: bool = False
    limit: bool = False
    others: tuple[date, ...] = ()


def find_dues(text: str, today: date, off: Collection[date] = ()) -> list[Due]:
    """In the order they stand, none within another. `off`: holidays, for what is told in working days."""
    simple = _simple(text)
    found = sorted(_all(text, simple, today, off), key=lambda one: (one.start, one.start - one.end))
    kept: list[Due] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def first_due(text: str, today: date, off: Collection[date] = ()) -> Due | None:
    """The deadline: what is said to be one before what only may be; unsure where several are."""
    dues = find_dues(text, today, off)
    limits = [one for one in dues if one.limit] or dues
    if not limits:
        return None
    first, rest = limits[0], {one.day for one in limits[1:]} - {limits[0].day}
    if not rest:
        return first
    others = tuple(sorted({*first.others, *rest}))
    return Due(first.day, first.start, first.end, first.words, False, first.before, first.limit, others)


def _all(text: str, simple: str, today: date, off: Collection[date]) -> Iterator[Due]:
    marked = bool(_MARKED.search(text))
    for pattern, resolve in RULES:
        for match in pattern.finditer(simple):
            before = simple[max(0, match.start() - _LOOK_BACK) : match.start()]
            if _NO_LIMIT.search(before) or _recurs(simple, match, before):
                continue
            if not _meant(text, match, before, marked=marked):
                continue
            said = {name: told for name, told in match.groupdict().items() if told}
            try:
                told = resolve(Asked(said, today, off))
            except (ValueError, OverflowError):
                told = None
            if told:
                yield _due(text, match, before, _either_way(simple, said, told, today))


def _due(text: str, match: re.Match[str], before: str, told: Told) -> Due:
    start, end = match.span()
    own = match[0].startswith(("truoc", "before"))
    inside = re.match(r"(?:den|het|trong|truoc|within|in|by|before|until|end of|the end of|cuoi)\b", match[0])
    limit = bool(inside or _LIMIT.search(before))
    early = bool(_BEFORE.search(before)) and not own
    return Due(told.day, start, end, text[start:end], told.sure, early, limit, told.others)


def _recurs(simple: str, match: re.Match[str], before: str) -> bool:
    return bool(_AGAIN.match(simple, match.end()) or _EVERY.search(before))


def _meant(text: str, match: re.Match[str], before: str, *, marked: bool) -> bool:
    """Whether words that mean other things too stand for a day here."""
    written, simple = text[match.start() : match.end()].lower(), match[0]
    limited = bool(_LIMIT.search(before))
    if simple == "ngay":
        after = text[match.end() : match.end() + 6].strip().lower()
        return marked and written == "ngay" and not re.match(r"từ|cả|tại|trên|ở|khi|\d", after)
    if simple.startswith("thu "):
        weekday = not marked or written.startswith("thứ")
        return weekday and ("tuan" in simple or simple.endswith((" toi", " nay")) or limited)
    if simple.startswith("quy ") and marked and not written.startswith("quý"):
        return False
    if re.fullmatch(r"\d\d?/\d\d?", simple):
        return limited
    if _BARE.fullmatch(simple):
        return limited or bool(_TO_BE_DONE.search(before))
    sixth = marked and simple.startswith("sau ") and "sáu" in written.split()[:1]
    return not sixth and not (simple == "cuoi nam" and _OCCASION.search(before))


def _either_way(simple: str, said: dict[str, str], told: Told, today: date) -> Told:
    """12/5 in an English text: the fifth of December where the month comes first."""
    day, month = said.get("day", ""), said.get("month", "")
    local = day.isdigit() and month.isdigit() and "name" not in said and re.search(rf"\b0?{day}[/.-]0?{month}", simple)
    if not local or day == month or int(day) > 12 or not _ENGLISH.search(simple) or "thang" in simple:
        return told
    year = said.get("year")
    other = day_of(int(year), int(day), int(month)) if year else day_and_month(today, int(month), int(day))
    return Told(told.day, sure=False, others=(*told.others, other.day)) if other else told


def _simple(text: str) -> str:
    """Lower case without marks, letter for letter as long as `text`."""
    return "".join(map(_letter, text))


@cache
def _letter(char: str) -> str:
    if char.isspace():
        return " "
    bare = fold(char)
    return bare if len(bare) == 1 else char
