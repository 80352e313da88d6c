"""Vietnamese alphabetical order as a string that plain byte order (C.UTF-8) sorts right.

Dictionary order: word by word, in each word the letters first (a ă â b c d đ e ê …), then the tone
(ngang huyền hỏi ngã sắc nặng): "ba con" < "bà ba" < "bả". Case and punctuation do not count,
numbers sort by value ("Tổ 9" < "Tổ 10"), other alphabets come after Vietnamese.
"""

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: chr(0x41 + place) for place, letter in enumerate(_ALPHABET)} | {"ð": chr(0x41 + 6)}
# Below every digit and letter and above the space, so that "ba", "ba b", "bà", "ban" come in this order.
_TONES = {mark: chr(0x21 + place) for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323")}
_SHAPES = "\u0302\u0306\u031b"  # the marks that make another letter: circumflex, breve, horn

_CLUSTER = re.compile(r"([^\u0300-\u036f])([\u0300-\u036f]*)")
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_NUMBER = re.compile(r"0*([0-9]{1,99})")


def sort_key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(_word_key(word) for word in _WORD.findall(plain))


@lru_cache(maxsize=8192)  # names and offices are made of few syllables
def _word_key(word: str) -> str:
    clusters: list[tuple[str, str]] = _CLUSTER.findall(word)
    letters = "".join(_letter(base, marks) for base, marks in clusters)
    tones = "".join(_TONES.get(mark, "") for _, marks in clusters for mark in marks)
    return _NUMBER.sub(_by_value, letters) + tones


def _letter(base: str, marks: str) -> str:
    shape = next((mark for mark in marks if mark in _SHAPES), "")
    shaped = unicodedata.normalize("NFC", base + shape)
    return _LETTERS.get(shaped) or _LETTERS.get(base) or base


def _by_value(number: re.Match[str]) -> str:
    """Longer numbers are greater, so the count of digits goes first."""
    return f"{len(number[1]):02}{number[1]}"
