from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from itertools import islice
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kit.retrieval import saved
from kit.retrieval.counts import Counts, State, Vocabulary
from kit.retrieval.terms import words

MOST_TEXTS, MOST_TERMS, MOST_ASKED = 1_000_000, 50_000, 512
Numbers = NDArray[np.float32]


class Hit(NamedTuple):
    key: str
    score: float


class Index:
    """One writes, any thread reads: a search sees all of a `put` or nothing of it.

    What was put, replaced and taken away in any order scores as if what is left had been put at once.
    """

    def __init__(
        self,
        terms: Callable[[str], Iterable[str]] = words,
        *,
        saturation: float = 1.2,
        length: float = 0.75,
        most: int = MOST_TEXTS,
    ) -> None:
        """`saturation` and `length` are k1 and b of BM25. ValueError of `put` above `most` texts."""
        self.terms, self.saturation, self.length, self.most = terms, saturation, length, most
        self._vocabulary = Vocabulary()
        self._state = State()

    def __len__(self) -> int:
        return len(self._state.place)

    def __contains__(self, key: object) -> bool:
        return key in self._state.place

    @property
    def keys(self) -> Sequence[str]:
        """In the order of `scores`."""
        return self._state.living

    def copy(self) -> Self:
        """What is put into it or taken out is not changed here; both may be read, one of them written."""
        return copy(self)

    def put(self, texts: Iterable[tuple[str, str]]) -> None:
        """Adds, or replaces what has the same key; the last of equal keys counts."""
        new = dict(texts)
        state = self._state
        if len(state.place.keys() | new.keys()) > self.most:
            raise ValueError(f"more than {self.most} texts")
        if new:
            counts = Counts.of((self._terms(text, MOST_TERMS) for text in new.values()), self._vocabulary)
            self._state = state.without(new).grown(list(new), counts)

    def remove(self, keys: Iterable[str]) -> None:
        """Keys that are not here are none to remove."""
        self._state = self._state.without(set(keys))

    def search(
        self, asked: str | Mapping[str, float], count: int = 10, among: Collection[str] | None = None
    ) -> list[Hit]:
        """The best, each with a score above 0; equal ones by key. `among`: the keys that are possible."""
        state = self._state
        scores = self._scores(state, asked)
        if among is not None:
            possible = np.zeros(len(scores), bool)
            possible[[state.place[key] for key in among if key in state.place]] = True
            scores = np.where(possible, scores, 0)
        return [Hit(state.keys[at], float(scores[at])) for at in _best(scores, count, state.keys)]

    def scores(self, asked: str | Mapping[str, float]) -> Numbers:
        """Of every text, in the order of `keys`; a mapping gives terms their weights."""
        state = self._state
        return self._scores(state, asked)[state.alive]

    def rarity(self, asked: str) -> dict[str, float]:
        """How much each term of a text tells: its inverse document frequency; those that no text holds are 0."""
        state = self._state
        told = dict.fromkeys(self._terms(asked, MOST_ASKED), 0.0)
        known = {self._vocabulary.places[term]: term for term in told if term in self._vocabulary.places}
        for place, share in zip(known, state.rarity(list(known)), strict=True):
            told[known[place]] = float(share)
        return told

    def save(self) -> bytes:
        """Without `terms`, which `load` must be given again."""
        return saved.write(self._state.packed(), self._vocabulary, self.saturation, self.length)

    @classmethod
    def load(cls, data: bytes, terms: Callable[[str], Iterable[str]] = words, *, most: int = MOST_TEXTS) -> Self:
        """ValueError for what `save` did not write."""
        state, vocabulary, saturation, length = saved.read(data)
        index = cls(terms, saturation=saturation, length=length, most=most)
        index._state, index._vocabulary = state, vocabulary
        return index

    def _terms(self, text: str, most: int) -> list[str]:
        return list(islice(self.terms(text), most))

    def _scores(self, state: State, asked: str | Mapping[str, float]) -> Numbers:
        told = dict.fromkeys(self._terms(asked, MOST_ASKED), 1.0) if isinstance(asked, str) else asked
        places = self._vocabulary.places
        weights = {places[term]: weight for term, weight in told.items() if term in places}
        return state.scores(weights, self.saturation, self.length)


def _best(scores: Numbers, count: int, keys: list[str]) -> list[int]:
    found = np.flatnonzero(scores > 0)
    if len(found) > count > 0:
        least = np.partition(scores[found], -count)[-count]
        found = found[scores[found] >= least]
    return sorted(map(int, found), key=lambda at: (-scores[at], keys[at]))[: max(0, count)]
