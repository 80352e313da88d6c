"""How much each method counts for a series: a softmax of its traits (as FFORMA weighs, Montero-Manso and others 2020),
drawn towards equal weights, against seasonal naive; it has to beat equal weights too."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.forecast.engine import METHODS
from analytics.forecast.examples import errors_of, examples
from analytics.forecast.traits import NAMES
from kit.ml import Baseline, Example, Features, Metrics, Model, Probabilities, Reason

NAIVE = "naive"
TRUST = 0.9
"""Of the learned weights; the rest is shared alike."""
SHARPNESS = 8.0
"""How much less a method teaches that missed more: weights of error^-8."""


class Weights(Model):
    name: ClassVar[str] = "series-forecast"
    measure: ClassVar[str] = "mase"
    labels: ClassVar[tuple[str, ...]] = METHODS
    origin = "synthetic"
    limits: ClassVar[str] = (
        "Learned from synthetic series alone. The methods themselves learn from each series; the model only weighs "
        "them. mase: mean absolute error in mean steps of the seasonal naive of the same series; mase_alike: of "
        "equal weights."
    )
    trusted: ClassVar[tuple[str, ...]] = (
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.pipeline.Pipeline",
        "sklearn.preprocessing._data.StandardScaler",
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session  # what comes after a series is known only later, and is nobody's to keep
        return list(examples())

    def estimator(self) -> Any:
        return make_pipeline(StandardScaler(), LogisticRegression(C=0.2, max_iter=300))

    def inputs(self, features: Sequence[Features]) -> NDArray[np.float64]:
        return np.array([one["traits"] for one in features], dtype=np.float64).reshape(len(features), len(NAMES))

    def fit(self, train: Sequence[Example]) -> Any:
        """Every series stands for each method as much as that method was right about it."""
        rows = np.repeat(self.inputs([one.features for one in train]), len(METHODS), axis=0)
        errors = np.array([errors_of(one.features) for one in train])
        shares = (errors + 0.05 * errors.mean(axis=1, keepdims=True) + 1e-9) ** -SHARPNESS
        shares /= shares.sum(axis=1, keepdims=True)
        fitted = self.estimator()
        return fitted.fit(rows, np.tile(METHODS, len(train)), logisticregression__sample_weight=shares.ravel())

    def probabilities(self, fitted: Any, features: Sequence[Features]) -> list[Probabilities]:
        even = (1 - TRUST) / len(METHODS)
        learned = super().probabilities(fitted, features)
        return [{name: even + TRUST * share for name, share in one.items()} for one in learned]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        del train  # it repeats the last year of each series
        return SeasonalNaive()

    def explain(self, fitted: Any, features: Features, label: str) -> Sequence[Reason]:
        """Traits that speak for it, by name."""
        scaled = fitted[:-1].transform(self.inputs([features]))[0]
        effects = fitted[-1].coef_[list(fitted.classes_).index(label)] * scaled
        total = float(np.abs(effects).sum()) or 1.0
        strongest = np.argsort(-effects)[:3]
        return [Reason(NAMES[place], float(effects[place]) / total) for place in strongest if effects[place] > 0]

    def traits(self, features: Features) -> Mapping[str, str]:
        told = dict(zip(NAMES, features["traits"], strict=True))
        step = "month" if told["monthly"] else "year" if told["yearly"] else "quarter"
        return {"step": step, "season": "yes" if told["season"] > 0.3 else "no"}

    def judge(self, answers: Sequence[Probabilities], test: Sequence[Example]) -> Metrics:
        """Mean absolute scaled errors of what is told with these weights, and of equal weights beside it."""
        own = np.array([_missed(answer, one.features) for answer, one in zip(answers, test, strict=True)])
        alike = np.array([_missed(dict.fromkeys(METHODS, 1 / len(METHODS)), one.features) for one in test])
        figures = {
            "mase": own.mean(),
            "mase_median": np.median(own),
            "mase_alike": alike.mean(),
            "better_than_alike": (own < alike).mean(),
        }
        return Metrics({name: round(float(value), 4) for name, value in figures.items()})

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        """By the way a series moves."""
        families = sorted({one.group.partition("/")[0] for one in test})
        return {name: [one for one in test if one.group.startswith(name)] for name in families}

    def is_better(self, own: Mapping[str, float], than: Mapping[str, float]) -> bool:
        return own["mase"] < than["mase"] and own["mase"] < own["mase_alike"]


class SeasonalNaive(Baseline):
    def probabilities(self, features: Features) -> Probabilities:
        del features
        return {NAIVE: 1.0}


def _missed(answer: Probabilities, features: Features) -> float:
    """Errors of a weighted mean are the weighted mean of errors, before they lose their sign."""
    if NAIVE in answer:
        return float(np.abs(features["naive"]).mean())
    shares = np.array([answer.get(name, 0.0) for name in METHODS])
    return float(np.abs(shares @ np.array(features["told"])).mean())
