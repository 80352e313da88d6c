"""Texts in one spelling: composed, lower case, tones where they belong, abbreviations and chat words in full, and what
Telex left behind put together. Records and questions meet in it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path

from kit.text import fold, nfc

_DATA = tomllib.loads((Path(__file__).parent / "data" / "spelling.toml").read_text(encoding="utf-8"))
_BOTH: dict[str, str] = _DATA["words"]
_CHAT: dict[str, str] = _BOTH | _DATA["chat"]
_PHRASES = [(one["holds"], re.compile(one["find"]), one["put"]) for one in _DATA["phrases"]]
MOST_LETTERS = 1000
"""Of a question: what comes after is not read."""
_WORD = re.compile(r"[^\W_]+(?:\.\d{3})*|[^\w\s]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_TONED = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe"}
_TONED |= {"oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_LATE = re.compile(r"[ou](?<!q[ou])[àáảãạèéẻẽẹỳýỷỹỵ](?!\w)")
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|ieu|yeu|uoi|uou|oai|oay|uay|uao|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|a|e|i|o|u|y)"
    r"(?:ch|ng|nh|c|m|n|p|t)?"
)
_PAIRS = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_PAIR = re.compile("uow|" + "|".join(_PAIRS))
_KEYS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWELS = "aăâeêioôơuưy"


def steady(text: str) -> str:
    """Of a record."""
    return " ".join([_BOTH.get(word, word) for word in _words(text)])


def of_question(text: str, known: AbstractSet[str] = frozenset()) -> list[str]:
    """Words and marks. `known`: words as records and the product's own questions write them, left alone."""
    mended = (_mended(word, known) for word in _rewritten(text[:MOST_LETTERS], _CHAT))
    return [word for one in mended for word in _BOTH.get(one, one).split()]


def chat_words() -> Mapping[str, str]:
    """Short forms, and what each stands for."""
    return _CHAT


@lru_cache(maxsize=16_384)
def bare(word: str) -> str:
    """Without its marks."""
    return fold(word)


def is_syllable(word: str) -> bool:
    """By its shape alone."""
    return _SYLLABLE.fullmatch(bare(word)) is not None


def _rewritten(text: str, words: dict[str, str]) -> Iterator[str]:
    for word in _words(text):
        yield from words.get(word, word).split()


def _words(text: str) -> list[str]:
    plain = _LATE.sub(lambda found: _TONED.get(found[0], found[0]), _INVISIBLE.sub("", nfc(text)).lower())
    for holds, find, put in _PHRASES:
        if any(one in plain for one in holds):
            plain = find.sub(put, plain)
    return _WORD.findall(plain)


def _mended(word: str, known: AbstractSet[str]) -> str:
    if word in known or not word.isalpha() or is_syllable(word):
        return word
    return _telex(_REPEATED.sub(r"\1", word), known)


@lru_cache(maxsize=4096)
def _keyed(word: str) -> str | None:
    """ "ddaawng" as "đăng"; None where that gives no syllable."""
    shaped = _PAIR.sub(lambda found: "ươ" if found[0] == "uow" else _PAIRS[found[0]], word)
    shaped = shaped.replace("âw", "ă").replace("uơ", "ươ").replace("w", "ư")
    tone = next((key for key in reversed(shaped[1:]) if key in _KEYS), "")
    if tone:
        at = shaped.rindex(tone)
        rest = shaped[:at] + shaped[at + 1 :]
        shaped = _with_tone(rest, _KEYS[tone]) if is_syllable(rest) else shaped
    return nfc(shaped) if shaped != word and is_syllable(shaped) else None


def _telex(word: str, known: AbstractSet[str]) -> str:
    """A doubled letter is dropped where Telex explains nothing."""
    if word in known or is_syllable(word):
        return word
    if found := _keyed(word):
        return found
    single = re.sub(r"([^\W\d])\1", r"\1", word)
    return single if is_syllable(single) else word


def _with_tone(word: str, tone: str) -> str:
    start = 2 if word.startswith(("qu", "gi")) and len(word) > 2 and word[2] in _VOWELS else 0
    places = [at for at in range(start, len(word)) if word[at] in _VOWELS]
    marked = [at for at in places if word[at] in "ăâêôơư"]
    if not places:
        return word
    last = places[-1] == len(word) - 1
    at = marked[-1] if marked else places[-2] if len(places) > 1 and last else places[-1]
    return nfc(word[: at + 1] + tone + word[at + 1 :])
