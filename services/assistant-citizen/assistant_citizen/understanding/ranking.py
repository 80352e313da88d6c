"""Which of the candidates is meant: a conditional logit over features, drawn towards what was known beforehand, learned
from questions made of the procedures that are imported here and from what officials put right."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.understanding import generation
from assistant_citizen.understanding.features import NAMES
from assistant_citizen.understanding.library import Candidates, Library
from assistant_citizen.understanding.queries import list_records
from kit.ml import Baseline, Example, Features, Metrics, Model, Probabilities, Reason
from kit.ml.metrics import classification

RANKING = "procedure-ranking"
MOST_EXAMPLES, EACH = 2400, 6
KEPT = 12
"""Candidates of an example, and of a correction."""
PULL, HEATS, WEIGHT = 0.02, tuple(np.geomspace(0.3, 6, 60)), 5
MISTAKES = 0.02
"""Share of all certainty that is never given to the first: what is made is easier than what is asked."""
PRIOR = {
    "name": 2, "name_whole": 1, "body": 1, "letters": 0.5, "said": 5, "said_pairs": 1.5, "named": 1.5,
    "said_anywhere": 1.5, "missing": -2, "agreed": 3, "against": -3, "unasked": -0.5, "unnamed": -1, "action": 2.5,
    "other_action": -2.5, "usual": 2, "field": 0.7, "agency": 0.3, "length": 0, "meant": 3.5, "first_name": 0.7,
    "first_body": 0.5, "run": 1, "numbers": 0.7, "named_meanings": 1, "near": 1, "special": -2, "refused": 2,
}  # fmt: skip
"""What is known without any data: what fits speaks for, what is against speaks against."""
_START = np.array([float(PRIOR[name]) for name in NAMES])
Numbers = NDArray[np.float64]


class ByName(Baseline):
    """BM25 over names: the first column of a row."""

    def probabilities(self, features: Features) -> Probabilities:
        rows = np.asarray(features["rows"], float)
        return shares(features["keys"], rows[:, NAMES.index("name")] * 5)


class ProcedureRanking(Model):
    name: ClassVar[str] = RANKING
    measure: ClassVar[str] = "log_loss"
    trains_itself: ClassVar[bool] = False
    unshown: ClassVar[tuple[str, ...]] = ("text", "rows")
    trusted: ClassVar[tuple[str, ...]] = ("sklearn.linear_model._logistic.LogisticRegression",)
    limits: ClassVar[str] = (
        "Learned from and judged by questions made of the imported procedures themselves, which are nearer to their "
        "names than what people ask: docs/decisions/0051 has figures of questions written by hand."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        return made_examples(Library(await list_records(session)))

    def estimator(self) -> LogisticRegression:
        return LogisticRegression(fit_intercept=False)

    def inputs(self, features: Sequence[Features]) -> list[Numbers]:
        told = [np.asarray(one["rows"], float) for one in features]
        told = [np.pad(one, ((0, 0), (0, max(0, len(NAMES) - one.shape[1])))) if one.ndim == 2 else one for one in told]
        if any(rows.ndim != 2 or rows.shape[1] != len(NAMES) for rows in told):
            raise ValueError("rows of features")
        return told

    def fit(self, train: Sequence[Example]) -> LogisticRegression:
        known = [one for one in train if one.label in one.features["keys"]]
        tables = self.inputs([one.features for one in known])
        right = [list(one.features["keys"]).index(one.label) for one in known]
        weights = np.array([WEIGHT if one.source == "correction" else 1.0 for one in known])
        told = minimize(
            _loss, _START, args=(tables, right, weights / weights.sum()), jac=True, method="L-BFGS-B", bounds=_bounds()
        ).x
        return _packed(told / _heat(told, tables, right))

    def probabilities(self, fitted: LogisticRegression, features: Sequence[Features]) -> list[Probabilities]:
        tables = self.inputs(features)
        return [shares(one["keys"], rows @ full(fitted)) for one, rows in zip(features, tables, strict=True)]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        del train
        return ByName()

    def judge(self, answers: Sequence[Probabilities], test: Sequence[Example]) -> Metrics:
        found = classification(answers, [one.label for one in test])
        three = sum(
            one.label in sorted(said, key=lambda key: -said[key])[:3] for said, one in zip(answers, test, strict=True)
        )
        figures = {**found.figures, "among_three": round(three / max(1, len(test)), 4)}
        return Metrics(figures, found.calibration)

    def explain(self, fitted: LogisticRegression, features: Features, label: str) -> Sequence[Reason]:
        (rows,) = self.inputs([features])
        spoken = (rows[list(features["keys"]).index(label)] - rows.mean(axis=0)) * full(fitted)
        whole = float(np.abs(spoken).sum()) or 1.0
        return [Reason(NAMES[at], round(float(spoken[at]) / whole, 3)) for at in np.argsort(-spoken)[:3]]


def untrained() -> LogisticRegression:
    """What ranks until something was learned."""
    return _packed(_START)


def full(fitted: LogisticRegression) -> Numbers:
    """Its weights; what was not yet weighed when it learned, weighs nothing."""
    told: Numbers = fitted.coef_[0]
    return told if len(told) == len(NAMES) else np.pad(told, (0, len(NAMES) - len(told)))


def features_for(found: Candidates, text: str, right: str = "") -> dict[str, Any]:
    """Of a question as an example: the best candidates, and the right one whatever its place."""
    at = list(range(min(KEPT, len(found.keys))))
    if right in found.keys and found.keys.index(right) not in at:
        at[-1] = found.keys.index(right)
    rows = [[round(float(value), 4) for value in found.rows[one]] for one in at]
    return {"text": text, "keys": [found.keys[one] for one in at], "rows": rows}


def made_examples(library: Library) -> list[Example]:
    """Each procedure's questions are on one side of the split."""
    records = list(library.records.values())[: MOST_EXAMPLES // 2]
    each = max(1, min(EACH, MOST_EXAMPLES // max(1, len(records))))
    return [_example(library, one) for one in generation.questions(records, each)]


def _example(library: Library, one: generation.Made) -> Example:
    found = library.candidates(library.read(one.text), also=[one.key])
    return Example(features_for(found, one.text, one.key), one.key, group=one.key)


def shares(keys: Sequence[str], scores: Numbers) -> Mapping[str, float]:
    told = np.exp(scores - scores.max(initial=0.0))
    told /= told.sum() or 1.0
    told = told * (1 - MISTAKES) + MISTAKES / max(1, len(keys))
    return dict(zip(keys, map(float, told), strict=True))


def _loss(told: Numbers, tables: Sequence[Numbers], right: Sequence[int], weights: Numbers) -> tuple[float, Numbers]:
    """Of the right ones, and its slope; what is far from the start has to be worth it."""
    away = told - _START
    loss, slope = PULL * float(away @ away), 2 * PULL * away
    for rows, at, weight in zip(tables, right, weights, strict=True):
        scores = rows @ told
        scores -= scores.max()
        given = np.exp(scores)
        given /= given.sum()
        loss -= float(weight * np.log(given[at] + 1e-12))
        slope += weight * (given @ rows - rows[at])
    return loss, slope


def _bounds() -> list[tuple[float | None, float | None]]:
    """What fits never speaks against."""
    return [
        (None, 0.0) if value < 0 else (None, None) if name == "length" else (0.0, None) for name, value in PRIOR.items()
    ]


def _heat(told: Numbers, tables: Sequence[Numbers], right: Sequence[int]) -> float:
    def loss(heat: float) -> float:
        cooled = [rows @ told / heat for rows in tables]
        return -sum(float(one[at] - np.logaddexp.reduce(one)) for one, at in zip(cooled, right, strict=True))

    return float(min(HEATS, key=loss))


def _packed(told: Numbers) -> LogisticRegression:
    fitted = LogisticRegression(fit_intercept=False)
    fitted.coef_, fitted.intercept_ = told.reshape(1, -1), np.zeros(1)
    fitted.classes_ = np.array([0, 1])
    return fitted
