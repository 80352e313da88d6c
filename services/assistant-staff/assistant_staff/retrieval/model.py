"""The order of the passages that BM25 found, as a model that is trained, judged and watched: it begins with the weights
that are shipped, and learns from the questions of this package and from what officials say of answers.

An example is the signals of the passages found for a question, in the order of BM25: no words, neither of the question
nor of a passage. Its label is the place of the passage that answers, or NONE.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.retrieval import examples
from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.examples import MOST_ROWS, NONE
from assistant_staff.retrieval.fitting import Case, fitted_alone, refine
from assistant_staff.retrieval.searching import Hit
from assistant_staff.retrieval.signals import SIGNALS
from assistant_staff.retrieval.weights import Weights, learned
from kit.clock import local_day
from kit.ml import Baseline, Example, Features, Metrics, Model, Probabilities, Reason
from kit.ml.drift import aspects
from kit.ml.metrics import classification
from kit.ml.serving import Serving

ORDER = "passage-order"
WEIGHT = 15
"""An official's word counts as much as so many questions of this package."""
NOWHERE = 0.6
"""Where the best passage does not answer: how often no other does either. Questions of this package say so."""
Fitted = Mapping[str, Reals]


class ByWords(Baseline):
    """BM25 alone: its first, and how sure that is by its score and by how far the others are behind."""

    def __init__(self, train: Sequence[Example]) -> None:
        self._weights = fitted_alone("words", *cases_of(train))

    def probabilities(self, features: Features) -> Probabilities:
        return shares(self._weights, _table(features))


class PassageOrder(Model):
    name: ClassVar[str] = ORDER
    threshold: ClassVar[float] = learned().threshold
    unshown: ClassVar[tuple[str, ...]] = ("rows",)
    origin: ClassVar[str] = "synthetic"  # type: ignore[assignment]
    limits: ClassVar[str] = (
        "It begins with weights learned from 100 real legal questions (ALQAC 2023, train part; docs/decisions/0052), "
        "of which none is kept here, and is judged by questions that one author wrote about texts written by the same "
        "author: the figures compare versions and BM25, and say little of how well another collection is searched. "
        "What an official calls wrong without naming what is right teaches how sure to be, not the order."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session
        return examples.packaged()

    def estimator(self) -> Weights:
        """What is drawn towards: `fit` begins there."""
        return learned()

    def inputs(self, features: Sequence[Features]) -> list[Reals]:
        return [_table(one) for one in features]

    def fit(self, train: Sequence[Example]) -> Fitted:
        return packed(refine(self.estimator(), *cases_of(train)))

    def probabilities(self, fitted: Fitted, features: Sequence[Features]) -> list[Probabilities]:
        weights = unpacked(fitted)
        return [shares(weights, table) for table in self.inputs(features)]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        return ByWords(train)

    def can_learn(self, features: Features, label: str) -> bool:
        return super().can_learn(features, label) and (label == NONE or label in _labels(len(features["rows"])))

    def judge(self, answers: Sequence[Probabilities], test: Sequence[Example]) -> Metrics:
        truth = [one.label for one in test]
        found = classification(answers, truth, threshold=self.threshold)
        three = [label in best_three(said) for said, label in zip(answers, truth, strict=True)]
        figures = {**found.figures, "accuracy_at_3": round(sum(three) / max(1, len(three)), 4)}
        return Metrics(figures, found.calibration)

    def explain(self, fitted: Fitted, features: Features, label: str) -> Sequence[Reason]:
        """The signals that put this passage before the others."""
        table = _table(features)
        if label == NONE or not len(table):
            return []
        parts = unpacked(fitted).parts(table)
        spoken = parts[int(label) - 1] - parts.mean(axis=0)
        whole = float(np.abs(spoken).sum()) or 1.0
        return [Reason(SIGNALS[at], round(float(spoken[at]) / whole, 3)) for at in np.argsort(-spoken)[:3]]

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        return {
            "answered": [one for one in test if one.label != NONE],
            "unanswered": [one for one in test if one.label == NONE],
            "corrections": [one for one in test if one.source == "correction"],
        }


def count(serving: Serving, hits: Sequence[Hit], now: datetime) -> None:
    """Which place was answered with, and how sure that was: what drift is told by."""
    if active := serving.active(ORDER):
        sure = hits[0].probability if hits else 0.0
        said = {NONE: (1 - sure) * NOWHERE if hits else 1.0, **{str(hit.place): sure for hit in hits[:1]}}
        active.uses.count(ORDER, active.number, local_day(now), aspects(said, {}))


def in_use(serving: Serving) -> Weights:
    """Those of the version in use, or what is shipped until there is one."""
    active = serving.active(ORDER)
    return unpacked(active.fitted) if active else learned()


def shares(weights: Weights, table: Reals) -> Probabilities:
    """By place in the order of BM25, and NONE."""
    if not len(table):
        return {NONE: 1.0}
    scores = weights.scores(table)
    best, labels = int(np.argmax(scores)), _labels(len(table))
    sure = float(weights.probabilities(scores)[best])
    loud = np.exp(scores - scores.max())
    loud[best] = 0
    told = loud / (loud.sum() or 1.0) * (1 - sure) * (1 - NOWHERE)
    told[best] = sure
    return {**dict(zip(labels, map(float, told), strict=True)), NONE: 1 - float(told.sum())}


def best_three(said: Probabilities) -> list[str]:
    return sorted(said, key=lambda label: -said[label])[:3]


def packed(weights: Weights) -> Fitted:
    """As numbers alone, which are read back without trusting any type."""
    return {"middle": weights.middle, "spread": weights.spread, "order": weights.order, "sure": weights.sure}


def unpacked(fitted: Fitted) -> Weights:
    return Weights(fitted["middle"], fitted["spread"], fitted["order"], fitted["sure"], learned().threshold)


def _table(features: Features) -> Reals:
    table = np.asarray(features["rows"], float).reshape(-1, len(SIGNALS))
    if len(table) > MOST_ROWS or not np.isfinite(table).all():
        raise ValueError("rows of signals")
    return table


def _labels(count: int) -> list[str]:
    return [str(at + 1) for at in range(count)]


def cases_of(train: Sequence[Example]) -> tuple[list[Case], list[Case]]:
    """Those that something found answers, and those that nothing does."""
    cases: dict[bool, list[Case]] = {True: [], False: []}
    for one in train:
        table = _table(one.features)
        right = np.array([label == one.label for label in _labels(len(table))], bool)
        weight = WEIGHT if one.source == "correction" else 1.0
        if right.any() or one.label == NONE:
            cases[bool(right.any())].append(Case(table, right, weight))
    return cases[True], cases[False]
