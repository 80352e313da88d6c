"""How well each candidate fits a question, in numbers from 0 to 1 mostly: what the learned ranking weighs."""

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant_citizen.understanding import lexicon, spelling
from assistant_citizen.understanding.lexicon import words_of
from assistant_citizen.understanding.reading import Reading, Word, sides_in
from assistant_citizen.understanding.record import Record
from kit.retrieval import words
from kit.text import fold

NAMES = (
    "name",
    "name_whole",
    "body",
    "letters",
    "said",
    "said_pairs",
    "named",
    "said_anywhere",
    "missing",
    "agreed",
    "against",
    "unasked",
    "unnamed",
    "action",
    "other_action",
    "usual",
    "field",
    "agency",
    "length",
    "meant",
    "first_name",
    "first_body",
    "run",
    "numbers",
    "named_meanings",
    "near",
)
ACTION, NEW = "action", 0
"""The contrast of what is done with a paper, and its first side."""
_FIRST = frozenset({NEW})
OTHER_MARKS = 0.4
"""What a word counts that differs in its marks alone."""
MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class Named:
    """A word of a name."""

    written: str
    bare: str
    meanings: AbstractSet[int]


@dataclass(frozen=True, slots=True)
class Profile:
    name: Sequence[Named]
    written: AbstractSet[str]
    terms: AbstractSet[str]
    """Of its name: words without marks as `~bare`, pairs, meanings as `#7`."""
    meanings: AbstractSet[int]
    sides: Mapping[str, AbstractSet[int]]
    field: AbstractSet[str]
    agency: AbstractSet[str]
    everything: AbstractSet[str]
    """Bare words of name and body."""
    numbers: AbstractSet[str]


class Rarity:
    """How much a term of names tells."""

    def __init__(self, standing: Mapping[str, int], count: int) -> None:
        self._most = math.log1p((count + 0.5) / 0.5)
        self._told = {term: math.log1p((count - here + 0.5) / (here + 0.5)) for term, here in standing.items()}

    def of(self, term: str) -> float:
        """What no name holds tells most."""
        return self._told.get(term, self._most)

    def holds(self, term: str) -> bool:
        return term in self._told


def terms_of(name: str) -> Iterator[str]:
    """What a name is indexed by: words, pairs, meanings."""
    plain = spelling.steady(name)
    yield from words(plain)
    row = words_of(plain)
    for meaning, _, _ in lexicon.meant(row, [fold(word) for word in row]):
        yield f"#{meaning}"


def profile_of(record: Record) -> Profile:
    row = words_of(spelling.steady(record.name))[:MOST_NAME]
    bare = [fold(word) for word in row]
    spans: dict[int, set[int]] = {}
    for meaning, start, end in lexicon.meant(row, bare):
        for at in range(start, end):
            spans.setdefault(at, set()).add(meaning)
    name = [Named(word, bare[at], frozenset(spans.get(at, ()))) for at, word in enumerate(row)]
    meanings = frozenset(one for span in spans.values() for one in span)
    pairs = {f"~{one}_{two}" for one, two in pairwise(bare)}
    terms = frozenset({f"~{word}" for word in bare} | pairs | {f"#{one}" for one in meanings})
    body = _bare(record.body)
    return Profile(
        name, frozenset(row), terms, meanings, sides_in(row, bare), _bare(record.field), _bare(record.agency),
        body | set(bare), frozenset(word for word in row if word[0].isdigit()),
    )  # fmt: skip


def features_of(
    reading: Reading, profiles: Sequence[Profile], scores: NDArray[np.float32], rarity: Rarity
) -> NDArray[np.float64]:
    """A row for each candidate; `scores` of BM25 over names, bodies and letters."""
    rows = np.zeros((len(profiles), len(NAMES)))
    shares = scores / np.maximum(scores.max(axis=0), 1e-9)
    whole = sum(weight * rarity.of(term) for term, weight in reading.terms().items() if rarity.holds(term)) or 1.0
    asked = _Asked(reading, rarity)
    places = [np.argsort(np.argsort(-scores[:, at], kind="stable"), kind="stable") for at in (0, 1)]
    for at, profile in enumerate(profiles):
        own = asked.against(profile)
        near = sum(shares[at]) / 3
        rows[at] = [
            shares[at, 0], min(1.5, scores[at, 0] / whole / 2), shares[at, 1], shares[at, 2], *own[:16],
            1 / (1 + places[0][at]), 1 / (1 + places[1][at]), *own[16:], near,
        ]  # fmt: skip
    return rows


class _Asked:
    """A question, with what its words tell."""

    def __init__(self, reading: Reading, rarity: Rarity) -> None:
        self.reading, self.rarity = reading, rarity
        self.told = [(word, word.weight * rarity.of(f"~{word.bare}")) for word in reading.words]
        self.whole = sum(much for _, much in self.told) or 1.0
        self.pairs = [(f"~{one.bare}_{two.bare}", min(one.weight, two.weight)) for one, two in pairwise(reading.words)]
        self.pairs = [(pair, weight) for pair, weight in self.pairs if rarity.holds(pair)]
        self.pairs_whole = sum(weight * rarity.of(pair) for pair, weight in self.pairs) or 1.0
        self.meant = {one: weight * rarity.of(f"#{one}") for one, weight in reading.meanings.items()}
        self.meant = {one: much for one, much in self.meant.items() if rarity.holds(f"#{one}")}
        self.written = {word.written for word in reading.words if word.weight > 0.1}
        self.bare = {word.bare: word.written == word.bare for word in reading.words if word.weight > 0.1}
        self.numbers = {word.written for word in reading.words if word.written[0].isdigit()}

    def against(self, one: Profile) -> list[float]:
        rarity, sides = self.rarity, self.reading.sides
        fits = [(self._fit(word, one), much, word) for word, much in self.told]
        said = sum(fit * much for fit, much, _ in fits) / self.whole
        anywhere = sum(max(fit, word.bare in one.everything) * much for fit, much, word in fits) / self.whole
        missing = max((much for fit, much, word in fits if not fit and rarity.holds(f"~{word.bare}")), default=0.0)
        pairs = sum(weight * rarity.of(pair) for pair, weight in self.pairs if pair in one.terms) / self.pairs_whole
        both = (sides.keys() & one.sides.keys()) - {ACTION}
        agreed = sum(bool(sides[name] & one.sides[name]) for name in both)
        meant = sum(much for meaning, much in self.meant.items() if meaning in one.meanings)
        return [
            said, pairs, self._named(one), anywhere, missing / self.whole, agreed / 3, (len(both) - agreed) / 2,
            len(one.sides.keys() - sides.keys()) / 3, len(sides.keys() - one.sides.keys()) / 3, *self._action(one),
            self._share(one.field),
            self._share(one.agency), math.log(1 + len(one.name)) / 4, meant / (sum(self.meant.values()) or 1.0),
            self._run(one), len(self.numbers & one.numbers) / max(1, len(self.numbers)) if self.numbers else 0.0,
            sum(rarity.of(f"#{m}") for m in one.meanings if m in self.meant)
            / (sum(rarity.of(f"#{m}") for m in one.meanings) or 1.0),
        ]  # fmt: skip

    def _action(self, one: Profile) -> tuple[float, float, float]:
        """The same one, another one, and the usual one where none is told: to get something for the first time."""
        asked, named = self.reading.sides.get(ACTION, frozenset()), one.sides.get(ACTION, frozenset())
        if len(asked) > 1:
            asked = asked - {NEW}
        opened = "opening" in self.reading.sides or one.sides.get("opening", _FIRST) == _FIRST
        if not asked:
            return 0.0, 0.0, (float(not named or named == _FIRST) + opened) / 2
        return float(bool(asked & named)), float(bool(named) and not asked & named), opened / 2

    def _fit(self, word: Word, one: Profile) -> float:
        if word.written in one.written:
            return 1.0
        if word.meanings & one.meanings:
            return 1.0
        if f"~{word.bare}" in one.terms:
            return 1.0 if word.written == word.bare else OTHER_MARKS
        return 0.0

    def _named(self, one: Profile) -> float:
        """How much of the name was said."""
        told = whole = 0.0
        for word in one.name:
            much = self.rarity.of(f"~{word.bare}")
            whole += much
            if word.written in self.written or self.bare.get(word.bare) or word.meanings & self.meant.keys():
                told += much
        return told / (whole or 1.0)

    def _share(self, held: AbstractSet[str]) -> float:
        found = sum(word.weight for word, _ in self.told if word.weight > 0.5 and word.bare in held)
        return found / (sum(word.weight for word, _ in self.told if word.weight > 0.5) or 1.0)

    def _run(self, one: Profile) -> float:
        """The longest row of words of the question that stands so in the name."""
        longest = now = 0
        for pair, _ in self.pairs:
            now = now + 1 if pair in one.terms else 0
            longest = max(longest, now)
        return longest / max(1, len(self.pairs))


def _bare(text: str) -> set[str]:
    return {fold(word) for word in words_of(spelling.steady(text))}
