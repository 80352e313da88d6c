"""A document as the words a model counts: syllables and pairs of them, each as written and without diacritics, since
clerks type both. `~` stands before the latter, `s=` before a sender, `k=` before a kind, `d=` before a deadline.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kit.text import fold

_SYLLABLE = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[^\w\s]+")
_MOTTO = re.compile(r"cộng hòa xã hội chủ nghĩa việt nam|độc lập\W+tự do\W+hạnh phúc", re.IGNORECASE)
_ADDRESS = re.compile(r"\bk[íi]nh g[ửu]i\b[^\n]*", re.IGNORECASE)
TEXT_LETTERS = 600


def syllables(text: str) -> list[str]:
    """Letters alone, as the v of "V/v" and the numbers of a list, are none."""
    return [word for word in _SYLLABLE.findall(unicodedata.normalize("NFC", text).lower()) if len(word) > 1]


def tokens(text: str) -> Iterator[str]:
    """Written ones only where they tell more than the folded: where a mark is. No pair reaches over punctuation."""
    for part in _BREAK.split(text):
        for word in _grams(syllables(part)):
            bare = fold(word)
            yield f"~{bare}"
            if bare != word:
                yield word


def of_sender(sender: str) -> Iterator[str]:
    """The whole name, and its parts, which say much of a sender that was never seen."""
    words = syllables(fold(sender))
    yield "s=" + "_".join(words)
    yield from (f"s={word}" for word in _grams(words))


def beginning(text: str) -> str:
    """Of the body, without the letterhead where one can tell."""
    bare = _MOTTO.sub(" ", text[: 4 * TEXT_LETTERS])
    found = _ADDRESS.search(bare)
    return bare[found.end() if found else 0 :][:TEXT_LETTERS]


def spelled(token: str, subject: str, sender: str) -> str:
    """A token as it stands in the document, marks and all; empty for what is no word of it."""
    bare = fold(token.rpartition("=")[2].rpartition("~")[2].replace("_", " "))
    if not bare or token.startswith(("k=", "d=", "f=")) or ":f=" in token:
        return ""
    size = len(bare.split())
    for source in (subject, sender):
        written = syllables(source)
        for start in range(len(written) - size + 1):
            if fold(" ".join(written[start : start + size])) == bare:
                return " ".join(written[start : start + size])
    return ""


def _grams(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{one}_{two}" for one, two in pairwise(words))]
