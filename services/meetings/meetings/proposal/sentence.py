"""Notes cut into sentences: lines, bullets, numbering, "–"; a point after an abbreviation ends nothing.

A line that ends in ":" leads the points below it: "Giao các đơn vị thực hiện:" says of each that it is a task.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.text import fold

MOST = 400
LONGEST = 600
"""Letters of a sentence that are read."""
_BULLET = re.compile(r"\s*(?:[-–—•*+·▪►]+|\(?\d{1,2}(?:\.\d{1,2})*[.)/]|[a-zđ][.)]|[IVX]{1,4}[.)])\s+", re.IGNORECASE)
_SPEAKER = re.compile(r"(?P<name>[^\W\d_][^:.;,!?\n]{0,40}):\s+")
_END = re.compile(r"(?:[.!?…]+[\"”')]*|;)(?=\s|$)")
_ABBREVIATIONS = (
    "tp tx tt ubnd hđnd ths ts pgs gs bs ks cn đ đ/c mr mrs ms dr st prof no vs etc e.g i.e v.v vv vd tr q p h kg "
    "ngđ inc ltd jr sr approx dept fig nxb ttxvn nđ qđ tw"
)
_SHORT = frozenset(_ABBREVIATIONS.split())
_SAID = re.compile(
    r"(?:(?:i|you|we|it|that|they|he|she|there)(?:'\w+)?|so|okay|ok|yeah|yes|no|um+|uh+|oh|well|right|mm\S*|but|and|because"
    r"|hmm?|what|do|is|are|if|or|then|let's?|alright|sorry|maybe|hi|hello)\b",
    re.IGNORECASE,
)
TALK, LEAST_TALK = 0.5, 20
"""Notes of so many sentences, so great a part of which begins as people speak, are a transcript."""
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`lead`: the line above that ends in ":", or the heading. `speaker`: who is named before it ("Lan: …")."""

    text: str
    start: int
    end: int
    lead: str = ""
    speaker: str = ""
    point: bool = False
    """It begins a point of a list."""
    first: bool = True
    """In its line."""


def sentences(notes: str) -> list[Sentence]:
    """At most `MOST`."""
    found: list[Sentence] = []
    lead, start = "", 0
    for line in notes.splitlines(keepends=True):
        whole = line.strip()
        bullet = _BULLET.match(line)
        at = bullet.end() if bullet else len(line) - len(line.lstrip())
        if whole.endswith(":"):
            lead = line[at:].strip()[:-1]
        elif whole:
            lead = lead if bullet else ""
            found += _of_line(line, start, at, lead, point=bool(bullet))
        start += len(line)
    return found[:MOST]


def is_talk(found: Sequence[Sentence]) -> bool:
    """English only: Vietnamese notes are not taken down word by word."""
    spoken = sum(bool(_SAID.match(one.text)) for one in found)
    return len(found) >= LEAST_TALK and spoken >= TALK * len(found)


def _of_line(line: str, start: int, at: int, lead: str, *, point: bool) -> Iterator[Sentence]:
    said = _SPEAKER.match(line, at)
    speaker = said["name"].strip() if said and _is_name(said["name"]) else ""
    at = said.end() if said and speaker else at
    for number, (begin, end) in enumerate(_pieces(line, at)):
        text = line[begin:end][:LONGEST]
        yield Sentence(text, start + begin, start + begin + len(text), lead, speaker, point and not number, not number)


def _pieces(line: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each sentence stands, without the space around it."""
    begin = at
    for match in [*_END.finditer(line, at), None]:
        if match and _goes_on(line, begin, match):
            continue
        end = match.end() if match else len(line)
        piece = line[begin:end]
        first, last = begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
        if re.search(r"\w", piece):
            yield first, last
        begin = end


def _goes_on(line: str, begin: int, match: re.Match[str]) -> bool:
    """After an abbreviation, an initial, a number of a list, or before a small letter."""
    if match[0][0] == ";":
        return False
    after = line[match.end() :].lstrip()
    if not after:
        return False
    word = line[begin : match.start()].rsplit(maxsplit=1)[-1:] or [""]
    bare = word[0].lower().strip("(\"'“")
    if match[0] == "." and (bare in _SHORT or _INITIAL.search(line[begin : match.start()])):
        return not (bare in ("v.v", "vv", "etc") and after[0].isupper())
    return match[0][0] in ".…" and after[0].islower() and not line[begin : match.end()].islower()


def _is_name(told: str) -> bool:
    """Of one who speaks: up to five words, each with a capital, and no heading."""
    words = told.split()
    if fold(told).split()[:1] in (["ket"], ["quyet"], ["ghi"], ["luu"], ["note"], ["action"], ["decision"]):
        return False
    return 1 <= len(words) <= 5 and all(word[0].isupper() or word.lower() in ("đ/c", "ông", "bà") for word in words)
