"""Learns `weights.py` from questions whose passages are known: which signals tell the right one from the others found,
and then how sure that makes. Linear, with few numbers, so that a hundred questions are enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.signals import SIGNALS
from assistant_staff.retrieval.weights import SURE, Weights, certainty

STRENGTH = 0.1
"""Of the data against weights near zero, for all pairs of one question together."""
RARE = 0.25
"""How often a question that nothing answers is asked, beside one that something does."""
ALONE = 0.2
"""How often the best passage is the only one that a reader may see."""
THRESHOLD = 0.5
SHARE = SIGNALS.index("document_share")


@dataclass(frozen=True)
class Case:
    """The passages found for a question; `right` may be none of them, as where nothing answers."""

    table: Reals
    right: NDArray[np.bool_]


def fit(cases: Sequence[Case], unanswered: Sequence[Case]) -> Weights:
    """`unanswered`: cases of questions to collections that hold no answer."""
    every = np.vstack([case.table for case in cases])
    middle, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    order = _order([replace(case, table=(case.table - middle) / spread) for case in cases])
    unsure = Weights(middle, spread, order, np.zeros(len(SURE)), THRESHOLD)
    return replace(unsure, sure=_sure(unsure, cases, unanswered))


def _order(cases: Sequence[Case]) -> Reals:
    """From pairs of a right and a wrong passage: the difference of signals, either way round."""
    differences, weights = [], []
    for case in cases:
        told = (case.table[case.right][:, None] - case.table[~case.right][None]).reshape(-1, len(SIGNALS))
        differences.append(told)
        weights.append(np.full(len(told), 1 / max(1, len(told))))
    rows, each = np.vstack(differences), np.concatenate(weights)
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    labels = np.repeat([1, 0], len(rows))
    fitted: Reals = model.fit(np.vstack([rows, -rows]), labels, np.tile(each, 2)).coef_[0]
    return fitted


def _sure(weights: Weights, cases: Sequence[Case], unanswered: Sequence[Case]) -> Reals:
    """From the best passage of each case, among the others and as if it had been found alone."""
    rows, labels, each = [], [], []
    for case, weight in [*((one, 1.0) for one in cases), *((one, RARE) for one in unanswered if len(one.table))]:
        scores = weights.scores(case.table)
        best = int(np.argmax(scores))
        alone = case.table[[best]]
        alone[:, SHARE] = 1
        rows += [certainty(scores)[best], certainty(weights.scores(alone))[0]]
        labels += [case.right[best]] * 2
        each += [weight, weight * ALONE]
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000)
    fitted: Reals = model.fit(np.vstack(rows), labels, each).coef_[0]
    return fitted
