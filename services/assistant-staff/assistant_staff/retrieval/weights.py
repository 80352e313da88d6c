"""What was learned of passages and questions: how much each signal speaks, and how sure that makes.

The file is written by `python -m tests.bench.staff fit` and read once; scikit-learn is needed only to write it.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.signals import SIGNALS

FILE = Path(__file__).parent / "data" / "weights.toml"
SURE = ("words", "pairs", "line_syllables", "line_pairs", "run")
"""Signals that tell whether the best passage answers at all, beside its share of what speaks for all of them."""


@dataclass(frozen=True)
class Weights:
    middle: Reals
    spread: Reals
    order: Reals
    """By SIGNALS, of their distance from the middle in spreads."""
    sure: Reals
    """By SURE, then the share, then the constant."""
    threshold: float
    """Below it "không tìm thấy" is the better answer."""

    def parts(self, table: Reals) -> Reals:
        """What each signal adds to each passage's score."""
        return (table - self.middle) / self.spread * self.order

    def scores(self, table: Reals) -> Reals:
        told: Reals = self.parts(table).sum(axis=1)
        return told

    def probabilities(self, table: Reals, scores: Reals) -> Reals:
        """That a passage answers; each by itself, so they need not add up to 1: of several each may."""
        told = certainty(table, scores) @ self.sure
        return 1 / (1 + np.exp(-told))


def certainty(table: Reals, scores: Reals) -> Reals:
    loud = np.exp(scores - scores.max())
    chosen = table[:, [SIGNALS.index(name) for name in SURE]]
    return np.column_stack([chosen, loud / loud.sum(), np.ones(len(table))])


@cache
def learned() -> Weights:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rows = [told["signal"][name] for name in SIGNALS]
    sure = [told["sure"][name] for name in (*SURE, "share", "constant")]
    middle, spread, order = (np.array([row[key] for row in rows]) for key in ("middle", "spread", "weight"))
    return Weights(middle, spread, order, np.array(sure), float(told["threshold"]))
