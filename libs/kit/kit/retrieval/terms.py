"""What a text is counted by. Numbers and single letters count here, unlike in `kit.text.tokens`: people ask for
"Điều 12" and for "y tế"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kit.text import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[^\w\s/-]+")


def words(text: str) -> Iterator[str]:
    """Syllables and pairs of neighbours; each without diacritics, marked `~`, and as written where that tells more.
    No pair reaches over punctuation."""
    for part in _BREAK.split(nfc(text).lower()):
        found = _WORD.findall(part)
        bare = [_bare(word) for word in found]
        yield from _both(found, bare)
        pairs = [f"{one}_{two}" for one, two in pairwise(found)]
        yield from _both(pairs, [f"{one}_{two}" for one, two in pairwise(bare)])


def letters(text: str, length: int = 3) -> Iterator[str]:
    """Runs of so many letters without diacritics, over words: what is left of a word that was mistyped."""
    run = f" {fold(' '.join(_WORD.findall(text)))} "
    for at in range(len(run) - length + 1):
        yield run[at : at + length]


def _both(written: list[str], bare: list[str]) -> list[str]:
    both = zip(written, bare, strict=True)
    return [term for one, without in both for term in ((f"~{without}", one) if one != without else (f"~{without}",))]


@lru_cache(maxsize=16_384)  # texts are made of few syllables
def _bare(word: str) -> str:
    return fold(word)
