"""A document as the words a model counts (kit.text.tokens): `~` stands before those without diacritics, `s=` before a
sender, `k=` before a kind, `d=` before a deadline.
"""

import re
from collections.abc import Iterator

from kit.text import fold, grams, syllables

_MOTTO = re.compile(r"cộng hòa xã hội chủ nghĩa việt nam|độc lập\W+tự do\W+hạnh phúc", re.IGNORECASE)
_ADDRESS = re.compile(r"\bk[íi]nh g[ửu]i\b[^\n]*", re.IGNORECASE)
TEXT_LETTERS = 600


def of_sender(sender: str) -> Iterator[str]:
    """The whole name, and its parts, which say much of a sender that was never seen."""
    words = syllables(fold(sender))
    yield "s=" + "_".join(words)
    yield from (f"s={word}" for word in grams(words))


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
