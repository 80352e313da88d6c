"""How well each candidate fits a question, in numbers from 0 to 1 mostly: what the learned ranking weighs."""

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant_citizen.understanding import lexicon, spelling
from assistant_citizen.understanding.lexicon import words_of
from assistant_citizen.understanding.reading import Reading, Word, sides_in
from assistant_citizen.understanding.record import Record
from kit.retrieval import words

NAMES = (
    "name", "name_whole", "body", "letters", "said", "said_pairs", "named", "said_anywhere", "missing", "agreed",
    "against", "unasked", "unnamed", "action", "other_action", "usual", "field", "agency", "length", "meant",
    "first_name", "first_body", "run", "numbers", "named_meanings", "near", "special", "refused",
)  # fmt: skip
"""A new one comes last: what was learned before it goes on (`ranking.full`)."""
ACTION, NEW, NOT = "action", 0, "khong"
"""The contrast of what is done with a paper, and its first side; what refuses what comes after it."""
_FIRST, _NONE = frozenset({NEW}), frozenset[int]()
OTHER_MARKS = 0.4
"""What a word counts that differs in its marks alone."""
MOST_NAME = 80


class Named(NamedTuple):
    """A word of a name."""

    written: str
    bare: str
    term: str
    """`bare` as it stands among the terms of names."""
    meanings: AbstractSet[int]


@dataclass(frozen=True, slots=True)
class Profile:
    name: Sequence[Named]
    written: AbstractSet[str]
    terms: AbstractSet[str]
    """Of its name: words without marks as `~bare`, pairs, meanings as `#7`."""
    meanings: Mapping[int, str]
    """Each with its term."""
    sides: Mapping[str, AbstractSet[int]]
    field: AbstractSet[str]
    agency: AbstractSet[str]
    everything: AbstractSet[str]
    """Bare words of name and body."""
    numbers: AbstractSet[str]
    special: AbstractSet[str]
    """Contrasts of which its name tells an unusual side alone."""
    refused: AbstractSet[str]


Told = tuple[Sequence[tuple[float, str, str, AbstractSet[int]]], float, float]


class Rarity:
    """How much a term of names tells."""

    def __init__(self, standing: Mapping[str, int], count: int) -> None:
        self._standing = standing
        self._told = [math.log1p((count - here + 0.5) / (here + 0.5)) for here in range(count + 1)]

        self._words: dict[int, Told] = {}

    def words_of(self, profile: "Profile") -> Told:
        """What each word of its name tells, all of them, and its meanings; `profile` lives as long as this."""
        if found := self._words.get(id(profile)):
            return found
        each = [(self.of(word.term), word.written, word.bare, word.meanings) for word in profile.name]
        found = each, sum(one[0] for one in each) or 1.0, sum(map(self.of, profile.meanings.values())) or 1.0
        return self._words.setdefault(id(profile), found)

    def of(self, term: str) -> float:
        """What no name holds tells most."""
        return self._told[self._standing.get(term, 0)]

    def holds(self, term: str) -> bool:
        return term in self._standing


def terms_of(name: str) -> Iterator[str]:
    """What a name is indexed by: words, pairs, meanings."""
    plain = spelling.steady(name)
    yield from words(plain)
    row = words_of(plain)
    for meaning, _, _ in lexicon.meant(row, [spelling.bare(word) for word in row]):
        yield f"#{meaning}"


def profile_of(record: Record, body: str) -> Profile:
    """`body`: of the record, in one spelling."""
    row = words_of(spelling.steady(record.name))[:MOST_NAME]
    bare = [spelling.bare(word) for word in row]
    spans: dict[int, set[int]] = {}
    for meaning, start, end in lexicon.meant(row, bare):
        for at in range(start, end):
            spans.setdefault(at, set()).add(meaning)
    name = [Named(word, bare[at], f"~{bare[at]}", frozenset(spans.get(at, ()))) for at, word in enumerate(row)]
    meanings = {one: f"#{one}" for span in spans.values() for one in span}
    pairs = {f"~{one}_{two}" for one, two in pairwise(bare)}
    terms = frozenset({word.term for word in name} | pairs | set(meanings.values()))
    sides = sides_in(row, bare)
    return Profile(
        name, frozenset(row), terms, meanings, sides, _bare_of(record.field), _bare_of(record.agency),
        _bare(body) | set(bare),
        frozenset(word for word in row if word[0].isdigit()), special_in(sides), refused_in(bare),
    )  # fmt: skip


def special_in(sides: Mapping[str, AbstractSet[int]]) -> AbstractSet[str]:
    """Contrasts with an unusual side alone: "lại", "dưới 14 tuổi"."""
    return frozenset(name for name, one in lexicon.usual().items() if name in sides and one not in sides[name])


def refused_in(bare: Sequence[str]) -> AbstractSet[str]:
    """Pairs that "không" stands before: "không thường trú" is another thing."""
    return frozenset(f"~{two}_{three}" for one, two, three in zip(bare, bare[1:], bare[2:], strict=False) if one == NOT)


def features_of(
    reading: Reading, profiles: Sequence[Profile], scores: NDArray[np.float32], rarity: Rarity
) -> NDArray[np.float64]:
    """A row for each candidate; `scores` of BM25 over names, bodies and letters."""
    shares = scores / np.maximum(scores.max(axis=0), 1e-9)
    whole = sum(weight * rarity.of(term) for term, weight in reading.terms().items() if rarity.holds(term)) or 1.0
    asked = _Asked(reading, rarity)
    own = np.array([asked.against(profile) for profile in profiles])
    first = [1 / (1 + _places(scores[:, at])) for at in (0, 1)]
    near = (shares[:, 0] + shares[:, 1] + shares[:, 2]) / 3
    named = np.minimum(1.5, scores[:, 0] / whole / 2)
    return np.column_stack([shares[:, 0], named, shares[:, 1:], own[:, :16], *first, own[:, 16:19], near, own[:, 19:]])


def _places(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Of each among all, from 0; equal ones in their order."""
    places = np.empty(len(scores), np.intp)
    places[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return places


class _Word(NamedTuple):
    """Of a question."""

    written: str
    bare: str
    term: str
    meanings: AbstractSet[int]
    other: float
    """What it counts in a name that has its letters alone."""
    much: float
    held: bool
    """By any name."""


class _Asked:
    """A question, with what its words tell."""

    def __init__(self, reading: Reading, rarity: Rarity) -> None:
        self.rarity, self.sides = rarity, reading.sides
        self.told = [_word(word, rarity) for word in reading.words]
        self.whole = sum(word.much for word in self.told) or 1.0
        pairs = [(f"~{one.bare}_{two.bare}", min(one.weight, two.weight)) for one, two in pairwise(reading.words)]
        self.pairs = [(pair, weight * rarity.of(pair)) for pair, weight in pairs if rarity.holds(pair)]
        self.pairs_whole = sum(much for _, much in self.pairs) or 1.0
        meant = {one: (f"#{one}", weight) for one, weight in reading.meanings.items()}
        self.meant = {one: much * rarity.of(term) for one, (term, much) in meant.items() if rarity.holds(term)}
        self.meant_whole = sum(self.meant.values()) or 1.0
        self.written = {word.written for word in reading.words if word.weight > 0.1}
        self.bare = {word.bare for word in reading.words if word.weight > 0.1 and word.written == word.bare}
        self.numbers = {word.written for word in reading.words if word.written[0].isdigit()}
        self.every, self.refused = {pair for pair, _ in pairs}, refused_in([word.bare for word in reading.words])
        self.strong = [(word.bare, word.weight) for word in reading.words if word.weight > 0.5]
        action = reading.sides.get(ACTION, _NONE)
        self.action = action - {NEW} if len(action) > 1 else action
        self.shares: dict[int, float] = {}
        self.strong_whole = sum(weight for _, weight in self.strong) or 1.0

    def against(self, one: Profile) -> list[float]:
        told, held = self.rarity.words_of(one), one.sides
        said, anywhere, missing = self._said(one)
        pairs, run = self._pairs(one)
        both = [name for name in self.sides if name in held]
        compared = [name for name in both if name != ACTION]
        agreed = sum([not self.sides[name].isdisjoint(held[name]) for name in compared])
        shared = [meaning for meaning in one.meanings if meaning in self.meant] if self.meant else []
        return [
            said, pairs, self._named(told), anywhere, missing, agreed / 3, (len(compared) - agreed) / 2,
            (len(held) - len(both)) / 3, (len(self.sides) - len(both)) / 3, *self._action(held),
            self._share(one.field), self._share(one.agency), math.log(1 + len(one.name)) / 4,
            sum([self.meant[meaning] for meaning in shared]) / self.meant_whole, run,
            len(self.numbers & one.numbers) / len(self.numbers) if self.numbers else 0.0,
            sum([self.rarity.of(one.meanings[meaning]) for meaning in shared]) / told[2],
            len([name for name in one.special if name not in self.sides]), self._refused(one),
        ]  # fmt: skip

    def _refused(self, one: Profile) -> float:
        """Both refuse the same; less where one refuses what the other tells."""
        if not self.refused and not one.refused:
            return 0.0
        other = one.refused & (self.every - self.refused) or self.refused & (one.terms - one.refused)
        return float(bool(one.refused & self.refused)) - float(bool(other))

    def _said(self, one: Profile) -> tuple[float, float, float]:
        """In its name, anywhere in it; and what weighs most of what its name lacks and another name has."""
        said = anywhere = missing = 0.0
        names, terms, meanings, everything = one.written, one.terms, one.meanings, one.everything
        for written, bare, term, meant, other, much, held in self.told:
            fit = 0.0
            if written in names or (meant and not meant.isdisjoint(meanings)):
                fit = 1.0
            elif term in terms:
                fit = other
            elif held and much > missing:
                missing = much
            said += fit * much
            anywhere += much if bare in everything else fit * much
        return said / self.whole, anywhere / self.whole, missing / self.whole

    def _pairs(self, one: Profile) -> tuple[float, float]:
        """Pairs that stand in the name, and the longest row of them."""
        found, longest, now = 0.0, 0, 0
        for pair, much in self.pairs:
            now = now + 1 if pair in one.terms else 0
            found += much if now else 0.0
            longest = max(longest, now)
        return found / self.pairs_whole, longest / max(1, len(self.pairs))

    def _action(self, held: Mapping[str, AbstractSet[int]]) -> tuple[float, float, float]:
        """The same one, another one, and the usual one where none is told: to get something for the first time."""
        asked, named = self.action, held.get(ACTION, _NONE)
        opened = "opening" in self.sides or held.get("opening", _FIRST) == _FIRST
        if not asked:
            return 0.0, 0.0, (float(not named or named == _FIRST) + opened) / 2
        return float(bool(asked & named)), float(bool(named) and not asked & named), opened / 2

    def _named(self, words: Told) -> float:
        """How much of the name was said."""
        here, plain, meant = self.written, self.bare, self.meant.keys()
        each, whole, _ = words
        if not meant:
            return sum([much for much, written, bare, _ in each if written in here or bare in plain]) / whole
        told = [
            much
            for much, written, bare, meanings in each
            if written in here or bare in plain or (meanings and not meanings.isdisjoint(meant))
        ]
        return sum(told) / whole

    def _share(self, held: AbstractSet[str]) -> float:
        """Of what is said; many candidates are of one field and one agency (`_bare_of` makes them one object)."""
        if (found := self.shares.get(id(held))) is None:
            found = sum([weight for bare, weight in self.strong if bare in held]) / self.strong_whole
            self.shares[id(held)] = found
        return found


def _word(word: Word, rarity: Rarity) -> _Word:
    term = f"~{word.bare}"
    other = 1.0 if word.written == word.bare else OTHER_MARKS
    much = word.weight * rarity.of(term)
    return _Word(word.written, word.bare, term, word.meanings, other, much, rarity.holds(term))


@lru_cache(maxsize=4096)
def _bare_of(text: str) -> AbstractSet[str]:
    """Of a text that many records share."""
    return frozenset(_bare(spelling.steady(text)))


def _bare(text: str) -> set[str]:
    """Words of a text in one spelling."""
    return {spelling.bare(word) for word in set(text.split()) if word[0].isalnum()}
