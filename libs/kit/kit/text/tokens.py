"""Vietnamese text as what models and searches count: syllables and pairs of neighbours, each as written and without
diacritics, since people type both. Pairs stand in for the words that a segmenter would find."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kit.text.folding import fold
from kit.text.normal import nfc

_SYLLABLE = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[^\w\s]+")


def syllables(text: str) -> list[str]:
    """In lower case. Letters alone, as the v of "V/v" and the numbers of a list, are none."""
    return [word for word in _SYLLABLE.findall(nfc(text).lower()) if len(word) > 1]


def grams(words: Sequence[str]) -> list[str]:
    """Each by itself, then each with the next: `thủ`, `tục`, `thủ_tục`."""
    return [*words, *(f"{one}_{two}" for one, two in pairwise(words))]


def tokens(text: str) -> Iterator[str]:
    """Each without diacritics, marked `~`, and as written where that tells more. No pair reaches over punctuation."""
    for part in _BREAK.split(text):
        for word in grams(syllables(part)):
            bare = fold(word)
            yield f"~{bare}"
            if bare != word:
                yield word
