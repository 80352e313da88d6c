"""Sentences made from the patterns in data/learned_*.toml: a seeded choice of words, with and without diacritics, with
the small things that notes and talk have. A pattern is a group: no fold learns from one and is calibrated by it."""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kit.text import fold

DATA = Path(__file__).parent / "data"
SEED = 2663
LABELS = ("action", "decision", "other")
TIMES = {"action": 10, "decision": 10, "other": 10}
POINT_TIMES = 10
SPOKEN_TIMES = 8
LEADLESS = ("Kết luận", "Kết luận của chủ tọa", "")


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    label: str
    lead: str
    point: bool
    group: str


def made() -> Iterator[Made]:
    chance = random.Random(SEED)  # noqa: S311 - sentences, not secrets
    for language in ("vi", "en"):
        words = _words(language)
        for label in LABELS:
            yield from _written(chance, words, label, language)
            yield from _points(chance, words, label, language)
            yield from _spoken(chance, words, label)


@cache
def _words(language: str) -> Mapping[str, Any]:
    return tomllib.loads((DATA / f"learned_{language}.toml").read_text(encoding="utf-8"))


def _written(chance: random.Random, words: Mapping[str, Any], label: str, language: str) -> Iterator[Made]:
    for pattern in words[label]:
        for _ in range(TIMES[label]):
            told = _varied(chance, _filled(chance, pattern, words))
            lead = _lead(chance, words, label, language)
            yield Made(told, label, lead, point=chance.random() < 0.4, group=pattern)


def _lead(chance: random.Random, words: Mapping[str, Any], label: str, language: str) -> str:
    """Mostly none; now and then the one that belongs to another kind: a sentence has to speak for itself."""
    turn = chance.random()
    if turn < 0.12:
        return _filled(chance, chance.choice(words[f"{label}_leads"]), words)
    if turn < 0.18:
        return _filled(chance, chance.choice(words[f"{chance.choice(LABELS)}_leads"]), words)
    return chance.choice(LEADLESS) if turn < 0.3 and language == "vi" else ""


def _points(chance: random.Random, words: Mapping[str, Any], label: str, language: str) -> Iterator[Made]:
    """Points of a list, which say what they are by the line that leads them."""
    del language
    for pattern in words[f"{label}_point"]:
        for _ in range(POINT_TIMES):
            lead = _filled(chance, chance.choice(words[f"{label}_leads"]), words)
            told = _varied(chance, _filled(chance, pattern, words))
            yield Made(told, label, lead, point=True, group=f"{label} point {pattern}")


def _spoken(chance: random.Random, words: Mapping[str, Any], label: str) -> Iterator[Made]:
    for pattern in words.get(f"spoken_{label}", ()):
        for _ in range(SPOKEN_TIMES if "{" in pattern else 2):
            told = _hesitating(chance, _filled(chance, pattern, words), words["hesitation"])
            yield Made(told, label, "", point=False, group=pattern)


def _filled(chance: random.Random, pattern: str, words: Mapping[str, Any]) -> str:
    while "{" in pattern:
        name = pattern.split("{", 1)[1].split("}", 1)[0]
        pattern = pattern.replace("{" + name + "}", str(chance.choice(words[name])), 1)
    return pattern[:1].upper() + pattern[1:]


def _varied(chance: random.Random, told: str) -> str:
    """As people type: no point at the end, no capital, no diacritics."""
    if chance.random() < 0.35:
        told = told.rstrip(".") + chance.choice(("", "", ";"))
    if chance.random() < 0.15:
        told = told[:1].lower() + told[1:]
    return fold(told) if chance.random() < 0.35 else told


def _hesitating(chance: random.Random, told: str, hesitation: Sequence[str]) -> str:
    """Talk as transcripts write it: fillers, a word said twice, often without capitals and points."""
    words = told.split()
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        at = chance.randrange(len(words) + 1)
        again = at < len(words) and chance.random() < 0.25
        words.insert(at, words[at] if again else chance.choice(hesitation))
    spoken = " ".join(words)
    if chance.random() < 0.5:
        return spoken.lower()
    return spoken[:1].upper() + spoken[1:] + chance.choice((".", " .", "", "?" if told.startswith("Who") else "."))
