"""All procedures, as they are searched: what fits a question, and how."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant_citizen.understanding import spelling
from assistant_citizen.understanding.features import Profile, Rarity, features_of, profile_of, terms_of
from assistant_citizen.understanding.mending import Mending
from assistant_citizen.understanding.reading import FRAME, SOFT, Reading, read, with_words
from assistant_citizen.understanding.record import Record
from assistant_citizen.understanding.standing import Standing
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


@dataclass(frozen=True)
class Shelf:
    """All procedures as they are at one time; another one shares what stayed."""

    names: Index = field(default_factory=lambda: Index(terms_of))
    bodies: Index = field(default_factory=lambda: Index(words))
    letters: Index = field(default_factory=lambda: Index(letters))
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)
    rarity: Rarity = field(default_factory=lambda: Rarity({}, 0))
    mending: Mending = field(default_factory=lambda: Mending({}))
    known: AbstractSet[str] = frozenset()

    def with_(self, new: Mapping[str, Record]) -> "Shelf":
        told = {key: spelling.steady(record.body) for key, record in new.items()}
        names, bodies, spelled = self.names.copy(), self.bodies.copy(), self.letters.copy()
        names.put((key, record.name) for key, record in new.items())
        bodies.put(told.items())
        spelled.put((key, record.name) for key, record in new.items())
        profiles = {key: profile_of(record, told[key]) for key, record in new.items()}
        return self._changed((names, bodies, spelled), new.keys(), profiles, new)

    def without(self, gone: AbstractSet[str]) -> "Shelf":
        indexes = (self.names.copy(), self.bodies.copy(), self.letters.copy())
        for index in indexes:
            index.remove(gone)
        return self._changed(indexes, gone, {}, {})

    def _changed(
        self, indexes: tuple[Index, Index, Index], gone: AbstractSet[str], come: Mapping[str, Profile],
        new: Mapping[str, Record],
    ) -> "Shelf":  # fmt: skip
        """Counts what came and what went, not everything."""
        standing = self.standing.changed([self.profiles[key] for key in gone & self.profiles.keys()], come.values())
        profiles = {key: one for key, one in self.profiles.items() if key not in gone} | dict(come)
        records = {key: one for key, one in self.records.items() if key not in gone} | dict(new)
        same = self.known == standing.written.keys()
        return Shelf(
            *indexes, profiles, records, standing, Rarity(standing.terms, len(profiles)),
            Mending(standing.words), self.known if same else frozenset(standing.written),
        )  # fmt: skip


class Library:
    """Built in one go, or changed by `put` and `remove`. One writes; readers see all of a change or nothing of it."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._shelf = Shelf()
        self.put(records)

    def __len__(self) -> int:
        return len(self._shelf.profiles)

    @property
    def records(self) -> Mapping[str, Record]:
        return self._shelf.records

    def put(self, records: Iterable[Record]) -> None:
        if new := {record.key: record for record in records}:
            self._shelf = self._shelf.with_(new)

    def remove(self, keys: Iterable[str]) -> None:
        if gone := set(keys) & self.records.keys():
            self._shelf = self._shelf.without(gone)

    def read(self, text: str) -> Reading:
        """Words that no record and no question holds are taken for the nearest one that does."""
        shelf = self._shelf
        reading = read(text, shelf.known)
        others = shelf.mending.mended(reading)
        return with_words(reading, others) if others else reading

    def candidates(self, reading: Reading, also: Iterable[str] = ()) -> Candidates:
        """The best by name, body and letters; `also`: those that have to be among them."""
        shelf = self._shelf
        if not shelf.profiles:
            return Candidates([], np.zeros((0, 0)))
        told = reading.terms()
        plain = {term: weight for term, weight in told.items() if weight > SOFT and not term.startswith("#")} or told
        asked = " ".join(word.bare for word in reading.content) or reading.text
        told = {term: weight for term, weight in told.items() if weight > FRAME} or told
        scores = [shelf.names.scores(told), shelf.bodies.scores(plain), shelf.letters.scores(asked)]
        whole = _shared(scores[0]) + _shared(scores[1]) * np.float32(BODY) + _shared(scores[2]) * np.float32(SPELLED)
        best, keys = _best(whole), shelf.names.keys
        if also:
            places = {key: at for at, key in enumerate(keys)}
            best += [places[key] for key in also if key in places and places[key] not in best]
        chosen = [keys[at] for at in best]
        found = np.column_stack([one[best] for one in scores])
        return Candidates(chosen, features_of(reading, [shelf.profiles[key] for key in chosen], found, shelf.rarity))


def _best(scores: Numbers) -> list[int]:
    """Places of the best, those that are equal in their order."""
    least = 0.0 if len(scores) <= CANDIDATES else np.partition(scores, -CANDIDATES)[-CANDIDATES]
    found = np.flatnonzero(scores >= least)
    best: list[int] = found[np.argsort(-scores[found], kind="stable")][:CANDIDATES].tolist()
    return best


def _shared(scores: Numbers) -> Numbers:
    """Of the best."""
    most = float(scores.max(initial=0.0))
    return scores / most if most > 0 else scores


def plain_ranking(records: Mapping[str, str]) -> Index:
    """The simple rule: BM25 over names as they are."""
    index = Index(words)
    index.put(records.items())
    return index
