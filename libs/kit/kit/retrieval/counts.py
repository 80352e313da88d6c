"""How often each term stands in each text, in parts that are never changed: a new part for what is put, joined with its
neighbour when that is not much greater, so that there are few and each text is copied a few times only."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

Numbers = NDArray[np.float32]
MOST_DEAD = 0.5
"""Share of removed texts above which all parts are written anew."""


class Vocabulary:
    """Terms only come, so that places stay."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.places: dict[str, int] = {term: place for place, term in enumerate(terms)}

    def place(self, term: str) -> int:
        return self.places.setdefault(term, len(self.places))


@dataclass(frozen=True, slots=True)
class Counts:
    """Terms down, texts across: a row is where a term stands."""

    table: csr_array
    lengths: Numbers

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]], vocabulary: Vocabulary) -> Self:
        terms: list[int] = []
        owners: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for owner, text in enumerate(texts):
            counted = Counter(text)
            terms.extend(vocabulary.place(term) for term in counted)
            owners.extend([owner] * len(counted))
            counts.extend(counted.values())
            lengths.append(counted.total())
        shape = (len(vocabulary.places), len(lengths))
        data = np.array(counts, np.float32)
        table = csr_array((data, (np.array(terms, np.int32), np.array(owners, np.int32))), shape=shape)
        return cls(table, np.array(lengths, np.float32))

    def beside(self, other: Self) -> Self:
        """`other` holds the newer texts, and so at least as many terms."""
        table = _tall(self.table, other.table.shape[0])
        return type(self)(csr_array(hstack([table, other.table], format="csr")), np.append(self.lengths, other.lengths))


@dataclass(frozen=True, slots=True)
class State:
    keys: list[str] = field(default_factory=list)
    """Of removed texts too, until all is written anew."""
    place: dict[str, int] = field(default_factory=dict)
    alive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    parts: tuple[Counts, ...] = ()

    def without(self, keys: Collection[str]) -> Self:
        gone = [self.place[key] for key in keys if key in self.place]
        if not gone:
            return self
        alive = self.alive.copy()
        alive[gone] = False
        left = replace(self, place={key: at for key, at in self.place.items() if alive[at]}, alive=alive)
        return left.packed() if alive.sum() < len(alive) * MOST_DEAD else left

    def grown(self, keys: Sequence[str], counts: Counts) -> Self:
        parts = [*self.parts, counts]
        while len(parts) > 1 and len(parts[-2].lengths) <= 2 * len(parts[-1].lengths):
            newer, older = parts.pop(), parts.pop()
            parts.append(older.beside(newer))
        place = self.place | {key: at for at, key in enumerate(keys, len(self.keys))}
        alive = np.append(self.alive, np.ones(len(keys), bool))
        return type(self)([*self.keys, *keys], place, alive, tuple(parts))

    def packed(self) -> Self:
        """In one part, without what was removed."""
        if not self.place:
            return type(self)()
        tall = max(part.table.shape[0] for part in self.parts)
        whole = hstack([_tall(part.table, tall) for part in self.parts], format="csc")[:, np.flatnonzero(self.alive)]
        lengths = np.concatenate([part.lengths for part in self.parts])[self.alive]
        keys = [key for key, here in zip(self.keys, self.alive, strict=True) if here]
        place = {key: at for at, key in enumerate(keys)}
        return type(self)(keys, place, np.ones(len(keys), bool), (Counts(csr_array(whole.tocsr()), lengths),))

    def rarity(self, terms: Sequence[int]) -> Numbers:
        """By Lucene's formula, never below 0; 0 of what stands nowhere."""
        return self._rarity(len(terms), [(rows, owners) for rows, owners, _ in self._standing(terms)])

    def _rarity(self, terms: int, standing: Iterable[tuple[NDArray[np.intp], NDArray[np.intp]]]) -> Numbers:
        whole, held = len(self.place) == len(self.keys), np.zeros(terms)
        for rows, owners in standing:
            held += np.bincount(rows if whole else rows[self.alive[owners]], minlength=terms)
        told = np.log1p((len(self.place) - held + 0.5) / (held + 0.5))
        return np.where(held > 0, told, 0).astype(np.float32)

    def scores(self, weights: dict[int, float], saturation: float, length: float) -> Numbers:
        """Of every text by its place; 0 for removed ones."""
        found = np.zeros(len(self.keys), np.float32)
        terms = list(weights)
        if not terms or not self.place:
            return found
        standing = list(self._standing(terms))
        told = self._rarity(len(terms), [(rows, owners) for rows, owners, _ in standing]) * np.fromiter(
            weights.values(), np.float32, len(terms)
        )
        lengths = np.concatenate([part.lengths for part in self.parts])
        middle = float(lengths[self.alive].sum(dtype=np.float64)) / len(self.place)
        slow = (saturation * (1 - length + length * lengths / max(middle, 1))).astype(np.float32)
        for rows, owners, counts in standing:
            spoken = told[rows] * counts * (saturation + 1) / (counts + slow[owners])
            found += np.bincount(owners, weights=spoken, minlength=len(found)).astype(np.float32)
        return np.where(self.alive, found, 0)

    def _standing(self, terms: Sequence[int]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], Numbers]]:
        """Of each part: which of the terms, in which text, how often."""
        before = 0
        for part in self.parts:
            here = np.array([at for at, term in enumerate(terms) if term < part.table.shape[0]], np.intp)
            rows = part.table[np.asarray(terms, np.intp)[here]]
            yield np.repeat(here, np.diff(rows.indptr)), rows.indices + before, rows.data
            before += len(part.lengths)


def _tall(table: csr_array, rows: int) -> csr_array:
    more = rows - table.shape[0]
    indptr = np.append(table.indptr, np.full(more, table.indptr[-1], table.indptr.dtype))
    return csr_array((table.data, table.indices, indptr), shape=(rows, table.shape[1]))
