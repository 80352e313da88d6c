"""A document as the words a model counts: syllables and pairs of neighbours, each as written and without diacritics
(`~` before it), since people type both; abbreviations as what they stand for. `s=` stands before a sender, `k=` before
a kind, `d=` before a deadline.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from kit.text import fold, grams, nfc, syllables

DATA = Path(__file__).parent / "data"
ALONE = frozenset("oyu")
"""Words of one letter without its marks (ô nhiễm, y tế); others, as the v of "V/v" and those of a list, are none."""
TEXT_LETTERS = 600
READ_LETTERS = 4 * TEXT_LETTERS
"""Of the file, to find where the letterhead ends."""
_MOTTO = re.compile(r"cộng hòa xã hội chủ nghĩa việt nam|độc lập\W+tự do\W+hạnh phúc", re.IGNORECASE)
_ADDRESS = re.compile(r"\bk[íi]nh g[ửu]i\b[^\n]*", re.IGNORECASE)
_LONG = {
    fold(short): syllables(words)
    for short, words in tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf-8")).items()
}
_PIECE = re.compile(
    r"(?<!\w)(?P<short>"
    + "|".join(re.escape(short) for short in sorted(_LONG, key=len, reverse=True))
    + r")(?!\w)|(?P<word>[^\W\d_]+)|(?P<break>[^\w\s]+)"
)


@dataclass(frozen=True, slots=True)
class Syllable:
    """`written`: the piece of the document it comes from; several come from one abbreviation."""

    word: str
    bare: str
    piece: int
    written: str
    short: bool
    first: bool
    """Nothing before it makes a pair with it: it opens a phrase."""

    @property
    def forms(self) -> tuple[str, ...]:
        return (f"~{self.bare}",) if self.bare == self.word else (f"~{self.bare}", self.word)


def read(text: str) -> list[Syllable]:
    """No pair reaches over punctuation."""
    written = nfc(text)
    found: list[Syllable] = []
    opens = True
    for piece, match in enumerate(_PIECE.finditer(_simple(written))):
        if match.lastgroup == "break":
            opens = True
            continue
        told = written[match.start() : match.end()]
        short = match.lastgroup == "short"
        words = _LONG[match[0]] if short else [told.lower()] if len(told) > 1 or match[0] in ALONE else []
        for word in words:
            found.append(Syllable(word, fold(word), piece, told, short, opens))
            opens = False
    return found


def tokens(text: str) -> Iterator[str]:
    read_ = read(text)
    for one in read_:
        yield from one.forms
    for one, other in pairwise(read_):
        if not other.first:
            yield from pair(one, other)


def pair(one: Syllable, other: Syllable) -> tuple[str, ...]:
    bare, word = f"~{one.bare}_{other.bare}", f"{one.word}_{other.word}"
    return (bare,) if word == bare[1:] else (bare, word)


def of_sender(sender: str) -> Iterator[str]:
    """The whole name, and its parts, which say much of a sender that was never seen."""
    words = [one.bare for one in read(sender)]
    yield whole_of(words)
    yield from (f"s={word}" for word in grams(words))


def whole_of(words: Sequence[str]) -> str:
    return "s=" + "_".join(words)


def beginning(text: str) -> str:
    """Of the body, without the letterhead where one can tell."""
    bare = _MOTTO.sub(" ", text[:READ_LETTERS])
    found = _ADDRESS.search(bare)
    return bare[found.end() if found else 0 :][:TEXT_LETTERS]


def _simple(text: str) -> str:
    """Lower case without marks, letter for letter as long as `text`."""
    return "".join(map(_letter, text))


@cache
def _letter(char: str) -> str:
    bare = fold(char)
    return bare if len(bare) == 1 else char
