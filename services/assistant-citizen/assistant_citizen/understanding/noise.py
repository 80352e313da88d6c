"""What telephones, haste and habit make of a sentence."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from random import Random

from assistant_citizen.understanding import spelling
from kit.text import fold

WITHOUT_MARKS, CHAT, MISTYPED, TELEX, CAPITAL = 0.28, 0.2, 0.12, 0.04, 0.3
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}


def noisy(text: str, random: Random) -> str:
    if random.random() < CHAT:
        text = _chat(text, random)
    if random.random() < MISTYPED:
        text = mistyped(text, random)
    if random.random() < WITHOUT_MARKS:
        return fold(text)
    if random.random() < TELEX:
        return " ".join(telex(word) if random.random() < 0.6 else word for word in text.split())
    return text[:1].upper() + text[1:] if random.random() < CAPITAL else text


def mistyped(text: str, random: Random) -> str:
    """One or two words with a letter doubled, left out, or put before its neighbour."""
    words = text.split()
    for at in random.sample(range(len(words)), k=min(len(words), random.choice((1, 1, 2)))):
        word = words[at]
        if len(word) > 3 and word.isalpha():
            place, how = random.randint(1, len(word) - 2), random.random()
            middle = word[place] * 2 if how < 0.4 else "" if how < 0.7 else word[place + 1] + word[place]
            words[at] = word[:place] + middle + word[place + (2 if how >= 0.7 else 1) :]
    return " ".join(words)


def telex(word: str) -> str:
    """What keys were pressed."""
    told, tone = "", ""
    for char in unicodedata.normalize("NFC", word):
        bare = "".join(part for part in unicodedata.normalize("NFD", char) if part not in _TONES)
        tone = next((_TONES[part] for part in unicodedata.normalize("NFD", char) if part in _TONES), tone)
        letter = unicodedata.normalize("NFC", bare)
        told += _SHAPES.get(letter, letter)
    return told + tone


def _chat(text: str, random: Random) -> str:
    for whole, short in _shorts().items():
        if f" {whole} " in f" {text} " and random.random() < 0.6:
            text = f" {text} ".replace(f" {whole} ", f" {random.choice(short)} ").strip()
    return text


@cache
def _shorts() -> Mapping[str, list[str]]:
    told: dict[str, list[str]] = {}
    for short, whole in spelling.chat_words().items():
        told.setdefault(whole, []).append(short)
    return told
