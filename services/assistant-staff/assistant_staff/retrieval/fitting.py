"""Learns `weights.py` from questions whose passages are known: which signals tell the right one from the others found,
and then how sure that makes. Linear, with few numbers, so that a hundred questions are enough; drawn towards what was
known beforehand, so that a few more change little."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.signals import SIGNALS
from assistant_staff.retrieval.weights import SURE, Weights, certainty

STRENGTH, SURE_STRENGTH = 0.1, 10.0
"""Of the data against weights near zero: of all pairs of one question together, of one answer."""
REFINING, SURE_REFINING = 0.002, 0.004
"""The same against weights that were learned before."""
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
    weight: float = 1.0


def fit(cases: Sequence[Case], unanswered: Sequence[Case]) -> Weights:
    """From nothing. `unanswered`: cases of questions to collections that hold no answer."""
    every = np.vstack([case.table for case in cases])
    none = np.zeros(len(SIGNALS))
    start = Weights(every.mean(axis=0), every.std(axis=0) + 1e-9, none, np.zeros(len(SURE)), THRESHOLD)
    return _fitted(start, cases, unanswered, STRENGTH, SURE_STRENGTH)


def refine(start: Weights, cases: Sequence[Case], unanswered: Sequence[Case]) -> Weights:
    """Of what was learned before, as much stays as the cases do not speak against."""
    return _fitted(start, cases, unanswered, REFINING, SURE_REFINING)


def fitted_alone(signal: str, cases: Sequence[Case], unanswered: Sequence[Case]) -> Weights:
    """By which this one signal orders, and how sure that is."""
    start = fit(cases, unanswered)
    order = np.array([float(name == signal) for name in SIGNALS])
    return _certain(replace(start, order=order), _judged(cases, unanswered), SURE_STRENGTH)


def _judged(cases: Sequence[Case], unanswered: Sequence[Case]) -> list[Case]:
    return [*cases, *(replace(one, weight=one.weight * RARE) for one in unanswered if len(one.table))]


def _fitted(
    start: Weights, cases: Sequence[Case], unanswered: Sequence[Case], strength: float, sure_strength: float
) -> Weights:
    ordered = replace(start, order=_order(start, cases, strength))
    return _certain(ordered, _judged(cases, unanswered), sure_strength)


def _order(start: Weights, cases: Sequence[Case], strength: float) -> Reals:
    """From pairs of a right and a wrong passage."""
    rows, weights = [np.zeros((0, len(SIGNALS)))], [np.zeros(0)]
    for case in cases:
        table = (case.table - start.middle) / start.spread
        told = (table[case.right][:, None] - table[~case.right][None]).reshape(-1, len(SIGNALS))
        rows.append(told)
        weights.append(np.full(len(told), 2 * case.weight / max(1, len(told))))
    pairs = np.vstack(rows)
    return _logistic(pairs, np.ones(len(pairs)), strength * np.concatenate(weights), start.order)


def _certain(weights: Weights, cases: Sequence[Case], strength: float) -> Weights:
    """From the best passage of each case, among the others and as if it had been found alone."""
    rows, labels, each = [], [], []
    for case in cases:
        scores = weights.scores(case.table)
        best = int(np.argmax(scores))
        alone = case.table[[best]]
        alone[:, SHARE] = 1
        rows += [certainty(scores)[best], certainty(weights.scores(alone))[0]]
        labels += [1.0 if case.right[best] else -1.0] * 2
        each += [case.weight, case.weight * ALONE]
    sure = _logistic(np.vstack(rows), np.array(labels), strength * np.array(each), weights.sure)
    return replace(weights, sure=sure)


def _logistic(rows: Reals, labels: Reals, weights: Reals, start: Reals) -> Reals:
    """Weights of a logistic regression without constant; `labels` are 1 and -1."""
    signed = rows * labels[:, None]

    def loss(told: Reals) -> tuple[float, Reals]:
        away, margins = told - start, signed @ told
        wrong = 1 / (1 + np.exp(np.clip(margins, -500, 500)))
        value = 0.5 * float(away @ away) + float(weights @ np.logaddexp(0, -margins))
        return value, away - signed.T @ (weights * wrong)

    fitted: Reals = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return fitted
