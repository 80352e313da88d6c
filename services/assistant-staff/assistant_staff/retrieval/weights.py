"""What was learned of passages and questions: how much each signal speaks, and how sure that makes.

What is shipped stands in data/weights.toml; what is learned in use begins with it (`model.py`). The file is written by
`python -m tests.bench.staff fit` and read once.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.signals import SIGNALS

FILE = Path(__file__).parent / "data" / "weights.toml"
SURE = ("score", "share", "constant")
"""What tells whether a passage answers at all: its score, and its share of what speaks for all that were found."""


@dataclass(frozen=True)
class Weights:
    middle: Reals
    spread: Reals
    order: Reals
    """By SIGNALS, of their distance from the middle in spreads."""
    sure: Reals
    """By SURE."""
    threshold: float
    """Below it "không tìm thấy" is the better answer."""

    @classmethod
    def unlearned(cls) -> "Weights":
        """By which nothing is before another: for an index whose signals are still to be learned from."""
        none = np.zeros(len(SIGNALS))
        return cls(none, none + 1, none, np.zeros(len(SURE)), 0.0)

    def parts(self, table: Reals) -> Reals:
        """What each signal adds to each passage's score."""
        return (table - self.middle) / self.spread * self.order

    def scores(self, table: Reals) -> Reals:
        told: Reals = self.parts(table).sum(axis=1)
        return told

    def probabilities(self, scores: Reals) -> Reals:
        """That a passage answers; each by itself, so they need not add up to 1: of several each may."""
        told: Reals = 1 / (1 + np.exp(-certainty(scores) @ self.sure))
        return told


def certainty(scores: Reals) -> Reals:
    loud = np.exp(scores - scores.max())
    return np.column_stack([scores, loud / loud.sum(), np.ones(len(scores))])


@cache
def learned() -> Weights:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rows = [told["signal"][name] for name in SIGNALS]
    sure = [told["sure"][name] for name in SURE]
    middle, spread, order = (np.array([row[key] for row in rows]) for key in ("middle", "spread", "weight"))
    return Weights(middle, spread, order, np.array(sure), float(told["threshold"]))
