"""What a text is counted by. Numbers and single letters count here, unlike in `kit.text.tokens`: people ask for
"Điều 12" and for "y tế"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from kit.text import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[^\w\s/-]+")


def words(text: str) -> Iterator[str]:
    """Syllables and pairs of neighbours; each without diacritics, marked `~`, and as written where that tells more.
    No pair reaches over punctuation."""
    for part in _BREAK.split(nfc(text).lower()):
        found = _WORD.findall(part)
        yield from chain.from_iterable(map(_one, found))
        yield from chain.from_iterable(map(_pair, found, found[1:]))


def letters(text: str, length: int = 3) -> Iterator[str]:
    """Runs of so many letters without diacritics, over words: what is left of a word that was mistyped."""
    run = f" {fold(' '.join(_WORD.findall(text)))} "
    for at in range(len(run) - length + 1):
        yield run[at : at + length]


@lru_cache(maxsize=16_384)  # texts are made of few syllables
def _bare(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=16_384)
def _one(word: str) -> tuple[str, ...]:
    return _both(word, _bare(word))


@lru_cache(maxsize=65_536)
def _pair(one: str, two: str) -> tuple[str, ...]:
    return _both(f"{one}_{two}", f"{_bare(one)}_{_bare(two)}")


def _both(written: str, bare: str) -> tuple[str, ...]:
    return (f"~{bare}", written) if bare != written else (f"~{bare}",)
