"""All procedures, as they are searched: what fits a question, and how."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant_citizen.understanding import spelling
from assistant_citizen.understanding.features import Profile, Rarity, features_of, profile_of, terms_of
from assistant_citizen.understanding.mending import Mending
from assistant_citizen.understanding.reading import FRAME, SOFT, Reading, read, with_words
from assistant_citizen.understanding.record import Record
from kit.retrieval import Index, letters, words

CANDIDATES = 20
BODY, SPELLED = 0.5, 0.3
"""What the body and the letters count beside the name, where candidates are chosen."""
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidates:
    """`rows` are features; `by_name` is what plain BM25 over names alone says."""

    keys: Sequence[str]
    rows: NDArray[np.float64]


class Library:
    """Built in one go, or changed by `put` and `remove`. One writes; readers see each procedure before or after."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._names, self._bodies, self._letters = Index(terms_of), Index(words), Index(letters)
        self._profiles: dict[str, Profile] = {}
        self.records: dict[str, Record] = {}
        self._rarity = Rarity({}, 0)
        self._mending = Mending({})
        self.known: AbstractSet[str] = frozenset()
        self.put(records)

    def __len__(self) -> int:
        return len(self._profiles)

    def put(self, records: Iterable[Record]) -> None:
        new = {record.key: record for record in records}
        self._names.put((key, record.name) for key, record in new.items())
        self._bodies.put((key, spelling.steady(record.body)) for key, record in new.items())
        self._letters.put((key, record.name) for key, record in new.items())
        self._profiles = {key: one for key, one in self._profiles.items() if key not in new}
        self._profiles |= {key: profile_of(record) for key, record in new.items()}
        self.records = {key: one for key, one in self.records.items() if key not in new} | new
        self._settle()

    def remove(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        for index in (self._names, self._bodies, self._letters):
            index.remove(gone)
        self._profiles = {key: one for key, one in self._profiles.items() if key not in gone}
        self.records = {key: one for key, one in self.records.items() if key not in gone}
        self._settle()

    def read(self, text: str) -> Reading:
        """Words that no record and no question holds are taken for the nearest that one does."""
        reading = read(text, self.known)
        others = self._mending.mended(reading)
        return with_words(reading, others) if others else reading

    def candidates(self, reading: Reading, also: Iterable[str] = ()) -> Candidates:
        """The best by name, body and letters; `also`: those that have to be among them."""
        if not self._profiles:
            return Candidates([], np.zeros((0, 0)))
        told = reading.terms()
        plain = {term: weight for term, weight in told.items() if weight > SOFT and not term.startswith("#")} or told
        asked = " ".join(word.bare for word in reading.content) or reading.text
        told = {term: weight for term, weight in told.items() if weight > FRAME} or told
        scores = [self._names.scores(told), self._bodies.scores(plain), self._letters.scores(asked)]
        whole = sum(_shared(one) * much for one, much in zip(scores, (1.0, BODY, SPELLED), strict=True))
        keys = self._names.keys
        best = np.argsort(-whole, kind="stable")[:CANDIDATES].tolist()
        places = {key: at for at, key in enumerate(keys)} if also else {}
        best += [places[key] for key in also if key in places and places[key] not in best]
        chosen = [keys[at] for at in best]
        found = np.column_stack([one[best] for one in scores])
        profiles = [self._profiles[key] for key in chosen]
        return Candidates(chosen, features_of(reading, profiles, found, self._rarity))

    def _settle(self) -> None:
        standing: Counter[str] = Counter()
        bodies: Counter[str] = Counter()
        for one in self._profiles.values():
            standing.update(one.terms)
            bodies.update(one.everything)
        self._rarity = Rarity(standing, len(self._profiles))
        self._mending = Mending(bodies)
        self.known = frozenset(word for one in self._profiles.values() for word in one.written)


def _shared(scores: Numbers) -> Numbers:
    """Of the best."""
    most = float(scores.max(initial=0.0))
    return scores / most if most > 0 else scores


def plain_ranking(records: Mapping[str, str]) -> Index:
    """The simple rule: BM25 over names as they are."""
    index = Index(words)
    index.put(records.items())
    return index
