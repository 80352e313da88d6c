"""A question as models see it: words, how much each tells of what it is about, meanings, and sides."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from assistant_citizen.understanding import choices, lexicon, spelling
from assistant_citizen.understanding.lexicon import Phrases, words_of
from kit.text import fold

FRAME, SOFT, TOLD = 0.05, 0.25, 0.35
"""Of words that stand around a procedure, that say little, and that say little but in a phrase with a meaning."""
WRITTEN, BARE, ALONE, PAIR, MEANING = 0.6, 0.5, 1.0, 0.8, 1.0
"""Weights of a word as written and without its marks, where it has some; of one without; of pairs; of meanings."""


@dataclass(frozen=True, slots=True)
class Word:
    written: str
    bare: str
    weight: float
    meanings: AbstractSet[int]

    @property
    def term(self) -> str:
        """What a record must hold for it."""
        return self.written if self.written != self.bare else f"~{self.bare}"


@dataclass(frozen=True, slots=True)
class Reading:
    words: Sequence[Word]
    meanings: Mapping[int, float]
    sides: Mapping[str, AbstractSet[int]]

    @property
    def text(self) -> str:
        """In one spelling."""
        return " ".join(word.written for word in self.words)

    @property
    def content(self) -> Sequence[Word]:
        return [word for word in self.words if word.weight > SOFT]

    def terms(self) -> dict[str, float]:
        """For an index of `terms_of`."""
        told: dict[str, float] = {}
        for term, weight in self._weighted():
            told[term] = max(weight, told.get(term, 0.0))
        return told

    def _weighted(self) -> Iterator[tuple[str, float]]:
        for word in self.words:
            marked = word.written != word.bare
            yield f"~{word.bare}", word.weight * (BARE if marked else ALONE)
            if marked:
                yield word.written, word.weight * WRITTEN
        for one, two in pairwise(self.words):
            weight = PAIR * (one.weight * two.weight) ** 0.5
            yield f"~{one.bare}_{two.bare}", weight * BARE
            if one.written != one.bare or two.written != two.bare:
                yield f"{one.written}_{two.written}", weight * WRITTEN
        for meaning, weight in self.meanings.items():
            yield f"#{meaning}", MEANING * weight


@lru_cache(maxsize=64)  # models read the same question one after the other
def read(text: str, known: AbstractSet[str] = frozenset()) -> Reading:
    """Of a question."""
    return _of(tuple(word for word in spelling.of_question(text, known) if word[0].isalnum()))


def with_words(reading: Reading, others: Mapping[int, Sequence[str]]) -> Reading:
    """Words at these places are meant to be others."""
    return _of(tuple(other for at, word in enumerate(reading.words) for other in others.get(at, [word.written])))


@lru_cache(maxsize=64)  # mostly the same words, whatever is known
def _of(written: tuple[str, ...]) -> Reading:
    bare = [spelling.bare(word) for word in written]
    framed = {at for found in framing().find(written, bare) for at in range(found.start, found.end)}
    found = lexicon.meant(written, bare)
    spans: dict[int, set[int]] = {}
    for meaning, start, end in found:
        for at in range(start, end):
            spans.setdefault(at, set()).add(meaning)
    weights = [
        TOLD
        if at in spans and word in _soft()
        else FRAME
        if at in framed - spans.keys()
        else SOFT
        if word in _soft()
        else 1.0
        for at, word in enumerate(written)
    ]
    words = [
        Word(one, plain, weights[at], frozenset(spans.get(at, ())))
        for at, (one, plain) in enumerate(zip(written, bare, strict=True))
    ]
    meanings: dict[int, float] = {}
    for meaning, start, end in found:
        weight = 0.4 if framed.issuperset(range(start, end)) else 1.0
        meanings[meaning] = max(weight, meanings.get(meaning, 0.0))
    return Reading(words, meanings, sides_in(written, bare))


def sides_in(words: Sequence[str], bare: Sequence[str]) -> Mapping[str, AbstractSet[int]]:
    """Of sides of one contrast told by overlapping phrases the longer one counts."""
    told: dict[str, list[tuple[int, int, int]]] = {}
    for found in lexicon.sides().find(words, bare):
        name, _, side = str(found.what).partition(" ")
        told.setdefault(name, []).append((found.start, found.end, int(side)))
    return {name: frozenset(_longest(spans)) for name, spans in told.items()}


def _longest(spans: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    for start, end, side in spans:
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans):
            yield side


@cache
def framing() -> Phrases:
    """What stands around a procedure in a question, where it is more than a word."""
    return Phrases((phrase, "frame") for phrase in _segments() if len(phrase.split()) > 1)


def _segments() -> Iterator[str]:
    told = choices.frames()
    for templates in told["aspects"].values():
        for template in templates:
            for one in choices.every(template):
                yield from filter(None, (" ".join(words_of(part)) for part in one.split("{p}")))
    for templates in told["following"].values():
        yield from templates
    for part in ("before", "after", "whose", "joins"):
        yield from filter(None, (" ".join(words_of(one)) for one in told["around"][part]))


@cache
def _soft() -> AbstractSet[str]:
    """Words that say little, without marks too."""
    told = choices.frames()["soft"]["words"]
    return frozenset([*told, *map(fold, told)])
