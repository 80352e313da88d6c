"""How sure a linear classifier really is: temperature scaling (Guo 2017) on groups of examples that a fit did not see,
folded into the coefficients so that what is left is an ordinary logistic regression."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

FOLDS, ENOUGH = 3, 1500
"""One number is chosen: more examples than `ENOUGH` that a fit did not see choose no better."""
HEATS = tuple(float(heat) for heat in np.geomspace(0.2, 10, 80))
"""Tried one by one; above 1 it makes answers less sure."""
UNSEEN = -20.0
Numbers = NDArray[np.float64]


def calibrated(
    fresh: Callable[[], LogisticRegression],
    inputs: Any,
    labels: Sequence[str],
    groups: Sequence[str],
    telling: Sequence[bool] | None = None,
) -> LogisticRegression:
    """Fitted on everything; its temperature on what each fold left out. `telling`: the examples that are like what
    will be asked, where not all are; the others are always learned from and never asked."""
    fitted = fresh().fit(inputs, labels)
    apart = np.unique(groups, return_inverse=True)[1]
    asked = np.flatnonzero(np.ones(len(labels), bool) if telling is None else np.asarray(telling))
    if len(set(apart[asked])) >= FOLDS:
        scores, judged = _left_out(fresh, inputs, np.asarray(labels), apart, asked, fitted.classes_)
        heat = _temperature(scores[judged], np.searchsorted(fitted.classes_, np.asarray(labels)[judged]))
        fitted.coef_, fitted.intercept_ = fitted.coef_ / heat, fitted.intercept_ / heat
    return fitted


def _left_out(
    fresh: Callable[[], LogisticRegression], inputs: Any, labels: Any, groups: Any, asked: Any, classes: Any
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Scores, and of which examples."""
    scores, judged = np.full((len(labels), len(classes)), UNSEEN), np.zeros(len(labels), bool)
    for _, part_asked in GroupKFold(FOLDS, shuffle=True, random_state=0).split(asked, groups=groups[asked]):
        if judged.sum() >= ENOUGH:
            break
        test = asked[part_asked]
        train = np.setdiff1d(np.arange(len(labels)), test)
        judged[test] = True
        if len(set(labels[train])) < 2:
            continue
        part = fresh().fit(inputs[train], labels[train])
        given = part.decision_function(inputs[test])
        if given.ndim == 1:
            given = np.column_stack([-given / 2, given / 2])
        scores[np.ix_(test, np.searchsorted(classes, part.classes_))] = given
    return scores, judged


def _temperature(scores: Numbers, truth: Any) -> float:
    """The one with the least logarithmic loss."""

    def loss(heat: float) -> float:
        cooled = scores / heat
        cooled -= cooled.max(axis=1, keepdims=True)
        chosen = cooled[np.arange(len(truth)), truth]
        return float(np.mean(np.log(np.exp(cooled).sum(axis=1)) - chosen))

    return min(HEATS, key=loss)
