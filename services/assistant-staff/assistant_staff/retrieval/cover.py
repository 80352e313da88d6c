"""The passages that BM25 found, laid one after another, and which terms of a question stand in each of their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant_staff.retrieval.syllable import BREAK, Numbers

Reals = NDArray[np.float64]
Places = NDArray[np.int64]


class Kept(NamedTuple):
    """A passage, as the index holds it."""

    tokens: Numbers
    """Of the title, then of each line."""
    path: str


@dataclass(frozen=True)
class Found:
    """Passages one after another, as BM25 found them, and what the syllables of the index weigh."""

    tokens: Numbers
    owners: Places
    scores: Reals
    documents: Places
    """Which passage is of which document, by the place of its name in `names`."""
    names: Sequence[Numbers]
    rarity: Reals
    bare: Numbers

    @classmethod
    def of(
        cls,
        passages: Sequence[Kept],
        scores: Reals,
        names: Mapping[str, Numbers],
        rarity: Reals,
        bare: Numbers,
    ) -> "Found":
        paths = {path: at for at, path in enumerate(dict.fromkeys(path for _, path in passages))}
        return cls(
            np.concatenate([tokens for tokens, _ in passages]),
            np.repeat(np.arange(len(passages)), [len(tokens) for tokens, _ in passages]),
            scores,
            np.array([paths[path] for _, path in passages]),
            [names[path] for path in paths],
            rarity,
            bare,
        )

    @property
    def count(self) -> int:
        return len(self.scores)


@dataclass(frozen=True)
class Lines:
    """Of the passages found; the first line of each is its title."""

    of_token: Places
    owners: Places
    titles: Places

    @classmethod
    def of(cls, found: Found) -> "Lines":
        ends = found.tokens == BREAK
        owners = found.owners[ends]
        return cls(np.cumsum(ends) - ends, owners, np.searchsorted(owners, np.arange(found.count)))

    @property
    def count(self) -> int:
        return len(self.owners)


@dataclass(frozen=True)
class Cover:
    """What terms of the question weigh that stand in a part."""

    whole: Reals
    title: Reals
    line: Reals
    """By line, without the title."""
    with_title: Reals

    @classmethod
    def of(cls, lines: Lines, terms: Places, weights: Reals) -> "Cover":
        """`terms`: which term of the question stands at each place of the passages, -1 for none."""
        count, every = len(lines.titles), max(1, len(weights))
        here = np.flatnonzero(terms >= 0)
        line, term = np.divmod(np.unique(lines.of_token[here] * every + terms[here]), every)
        owner = lines.owners[line]
        whole, title = np.zeros((count, every), bool), np.zeros((count, every), bool)
        whole[owner, term] = True
        entitled = line == lines.titles[owner]
        title[owner[entitled], term[entitled]] = True
        told = weights if len(weights) else np.zeros(1)
        more = np.bincount(line, told[term] * ~title[owner, term], minlength=lines.count).astype(float)
        of_title = title @ told
        plain = np.bincount(line, told[term], minlength=lines.count).astype(float)
        return cls(whole @ told, of_title, plain, more + of_title[lines.owners])
