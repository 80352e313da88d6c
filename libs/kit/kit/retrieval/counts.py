"""How often each term stands in each text, in parts that are never changed: a new part for what is put, joined with its
neighbour when that is not much greater, so that there are few and each text is copied a few times only."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

Numbers = NDArray[np.float32]
Places32 = NDArray[np.int32]
Standing = tuple[Places32, Places32, Numbers]
MOST_DEAD = 0.5
"""Share of removed texts above which all parts are written anew."""
MOST_KEPT, DENSE = 4_000_000, 8
"""Numbers that are kept of terms that were asked for; a term in one text of so many is added up over all."""


class Places(dict[str, int]):
    """A term that is asked for by `[]` gets the next place."""

    def __missing__(self, term: str) -> int:
        self[term] = place = len(self)
        return place


class Vocabulary:
    """Terms only come, so that places stay."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.places = Places((term, place) for place, term in enumerate(terms))


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
            terms.extend(map(vocabulary.places.__getitem__, counted))
            owners.extend([owner] * len(counted))
            counts.extend(counted.values())
            lengths.append(counted.total())
        shape = (len(vocabulary.places), len(lengths))
        data = np.array(counts, np.float32)
        table = csr_array((data, (np.array(terms, np.int32), np.array(owners, np.int32))), shape=shape)
        return cls(table, np.array(lengths, np.float32))

    def standing(self, terms: NDArray[np.intp]) -> Standing:
        """Term after term, in which texts it stands and how often; before them, where each term's begin."""
        starts, table = self.table.indptr, self.table
        begins, ends = starts[np.minimum(terms, table.shape[0])], starts[np.minimum(terms + 1, table.shape[0])]
        rows = [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        owners, counts = (np.concatenate([told[row] for row in rows]) for told in (table.indices, table.data))
        return np.append(0, np.cumsum(ends - begins)).astype(np.int32), owners, counts

    def beside(self, other: Self) -> Self:
        """`other` holds the newer texts, and so at least as many terms."""
        table = _tall(self.table, other.table.shape[0])
        return type(self)(csr_array(hstack([table, other.table], format="csr")), np.append(self.lengths, other.lengths))


class Spoken(NamedTuple):
    """A term: how much it tells, and its share in each of the texts where it stands, or in all where those are many."""

    rarity: float
    owners: Places32 | None
    shares: Numbers


class Kept(dict[int, Spoken]):
    """By term; `size`: so many numbers."""

    size = 0


@dataclass(frozen=True)
class State:
    keys: list[str] = field(default_factory=list)
    """Of removed texts too, until all is written anew."""
    place: dict[str, int] = field(default_factory=dict)
    alive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    parts: tuple[Counts, ...] = ()
    kept: Kept = field(default_factory=Kept, init=False, repr=False, compare=False)

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

    @cached_property
    def living(self) -> list[str]:
        """Keys of what was not removed, in the order of their places."""
        return self.keys if self.whole else [key for key, here in zip(self.keys, self.alive, strict=True) if here]

    @cached_property
    def whole(self) -> bool:
        return len(self.place) == len(self.keys)

    @cached_property
    def lengths(self) -> Numbers:
        """Of each text beside the middle of all."""
        lengths = np.concatenate([part.lengths for part in self.parts])
        middle = float(lengths[self.alive].sum(dtype=np.float64)) / len(self.place)
        return np.asarray(lengths / max(middle, 1), np.float32)

    def rarity(self, terms: Sequence[int]) -> Numbers:
        """By Lucene's formula, never below 0; 0 of what stands nowhere."""
        return self._rarity(self._standing(terms)) if terms and self.place else np.zeros(len(terms), np.float32)

    def scores(self, weights: dict[int, float], saturation: float, length: float) -> Numbers:
        """Of every text by its place; 0 for removed ones."""
        found = np.zeros(len(self.keys), np.float32)
        if not weights or not self.place:
            return found
        spoken = [self._spoken(term, saturation, length) for term in weights]
        told = np.array([one.rarity for one in spoken], np.float32) * np.fromiter(weights.values(), np.float32)
        told *= np.float32(saturation + 1)
        rare = [(one, much) for one, much in zip(spoken, told, strict=True) if one.owners is not None]
        for one, much in zip(spoken, told, strict=True):
            if one.owners is None:
                found += one.shares * much
        found += _added(rare, len(found))
        return found if self.whole else np.where(self.alive, found, 0)

    def _spoken(self, term: int, saturation: float, length: float) -> Spoken:
        """Questions are made of few words, so what was worked out once is kept as long as these texts stay."""
        if found := self.kept.get(term):
            return found
        told = self._worked_out(term, saturation, length)
        if self.kept.size + len(told.shares) <= MOST_KEPT:
            self.kept.size += len(told.shares)
            self.kept[term] = told
        return told

    def _worked_out(self, term: int, saturation: float, length: float) -> Spoken:
        standing, before = self._standing([term]), 0
        owners, counts = [], []
        for part, (_, texts, here) in zip(self.parts, standing, strict=True):
            owners.append(texts + np.int32(before))
            counts.append(here)
            before += len(part.lengths)
        where, often = np.concatenate(owners), np.concatenate(counts)
        slow = (saturation * (1 - length + length * self.lengths[where])).astype(np.float32)
        rarity, shares = float(self._rarity(standing)[0]), often / (often + slow)
        if len(where) * DENSE < len(self.keys):
            return Spoken(rarity, where, shares)
        whole = np.zeros(len(self.keys), np.float32)
        whole[where] = shares
        return Spoken(rarity, None, whole)

    def _rarity(self, standing: Iterable[Standing]) -> Numbers:
        held, before = np.zeros(1), 0
        for part, (starts, owners, _) in zip(self.parts, standing, strict=True):
            here = slice(before, before + len(part.lengths))
            held = held + (np.diff(starts) if self.whole else self._alive_of(starts, self.alive[here][owners]))
            before = here.stop
        told = np.log1p((len(self.place) - held + 0.5) / (held + 0.5))
        return np.where(held > 0, told, 0).astype(np.float32)

    def _alive_of(self, starts: Places32, alive: NDArray[np.bool_]) -> Places32:
        rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        return np.bincount(rows[alive], minlength=len(starts) - 1).astype(np.int32)

    def _standing(self, terms: Sequence[int]) -> list[Standing]:
        """Of each part."""
        return [part.standing(np.asarray(terms, np.intp)) for part in self.parts]


def _tall(table: csr_array, rows: int) -> csr_array:
    more = rows - table.shape[0]
    indptr = np.append(table.indptr, np.full(more, table.indptr[-1], table.indptr.dtype))
    return csr_array((table.data, table.indices, indptr), shape=(rows, table.shape[1]))


def _added(spoken: Sequence[tuple[Spoken, np.float32]], texts: int) -> Numbers:
    """Of terms that stand in few texts: all of them at once."""
    if not spoken:
        return np.zeros(texts, np.float32)
    owners, shares = (np.concatenate([told[at] for told, _ in spoken]) for at in (1, 2))
    weights = np.repeat([much for _, much in spoken], [len(told.shares) for told, _ in spoken])
    return np.bincount(owners, shares * weights, texts).astype(np.float32)
