"""The chance that an indicator meets its target at its date: boosted trees over 17 figures of a short series, made
monotone in the target and calibrated on series of their own, against a random walk with drift."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sqlalchemy.ext.asyncio import AsyncSession
from threadpoolctl import ThreadpoolController

from kit.ml import Baseline, Example, Features, Metrics, Model, Probabilities, Reason
from kit.ml.example import digest_of
from kit.ml.metrics import calibration
from monitoring.forecast.drift import walk
from monitoring.forecast.examples import MET, MISSED, OTHER, SAME, examples, group_of
from monitoring.forecast.features import DIRECTIONS, GROUPS, NAMES, Shape
from monitoring.forecast.series import Series

Rows = NDArray[np.float64]
POOLS = ThreadpoolController()
"""The work is small: threads that wait for one another on busy processors cost ten times what they save."""
CALIBRATING = 0.25
"""Of the series to learn from, kept apart for calibration."""


class Chance(Model):
    name: ClassVar[str] = "target-chance"
    labels: ClassVar[tuple[str, ...]] = (MET, MISSED)
    origin = "synthetic"
    limits: ClassVar[str] = (
        "Learned from synthetic series alone: no history of a province was at hand. Series that go as none of the "
        "learned mechanisms does are told worse (view: unknown). It knows nothing of plans, budgets or decisions."
    )
    trusted: ClassVar[tuple[str, ...]] = (
        "numpy.dtype",
        "numpy.random._generator.Generator",
        "numpy.uint64",
        "sklearn._loss._loss.CyHalfBinomialLoss",
        "sklearn._loss.link.Interval",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn.calibration.CalibratedClassifierCV",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.frozen._frozen.FrozenEstimator",
        "sklearn.impute._base.SimpleImputer",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.pipeline.Pipeline",
        "sklearn.preprocessing._label.LabelEncoder",
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session  # nothing of a province's own is long enough yet
        return list(examples())

    def estimator(self) -> Any:
        trees = HistGradientBoostingClassifier(
            max_iter=250,
            learning_rate=0.08,
            max_leaf_nodes=12,
            min_samples_leaf=30,
            l2_regularization=3,
            # scikit-learn's constraints speak of the label that comes second: missed
            monotonic_cst=[-DIRECTIONS.get(name, 0) for name in NAMES],
            random_state=2663,
        )
        # what is taken away to explain an answer is put back as the middle of what was learned
        return make_pipeline(SimpleImputer(strategy="median"), trees)

    def inputs(self, features: Sequence[Features]) -> Rows:
        """Neighbours that differ in their target only share the work."""
        rows, known, shape = [], None, None
        for one in features:
            key = (one["days"], one["values"], one["horizon"])
            if shape is None or key != known:
                known, shape = key, shape_of(one)
            rows.append(shape.facing(one["target"]))
        return np.array(rows)

    def fit(self, train: Sequence[Example]) -> Any:
        apart = [int(digest_of(one.group or one.features)[:8], 16) / 2**32 < CALIBRATING for one in train]
        rows, labels = self.inputs([one.features for one in train]), np.array([one.label for one in train])
        kept = np.array(apart)
        with POOLS.limit(limits=1):
            fitted = self.estimator().fit(rows[~kept], labels[~kept])
            return CalibratedClassifierCV(FrozenEstimator(fitted), method="sigmoid").fit(rows[kept], labels[kept])

    def probabilities(self, fitted: Any, features: Sequence[Features]) -> list[Probabilities]:
        chances = chance_of(fitted, self.inputs(features)).tolist()
        return [{MET: chance, MISSED: 1 - chance} for chance in chances]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        del train  # it learns from each series alone
        return Drift()

    def explain(self, fitted: Any, features: Features, label: str) -> Sequence[Reason]:
        found = influences(fitted, features)
        total = sum(abs(effect) for _, effect in found) or 1.0
        sign = 1 if label == MET else -1
        return [Reason(group, abs(effect) / total) for group, effect in found if effect * sign > 0]

    def traits(self, features: Features) -> Mapping[str, str]:
        count = len(features["values"])
        return {
            "points": "4-6" if count < 7 else "7-12" if count < 13 else "13-20",
            "bounded": "share" if features["bounded"] else "count",
        }

    def judge(self, answers: Sequence[Probabilities], test: Sequence[Example]) -> Metrics:
        """Brier of the chance of being met (0 best, 1 worst); skill: 1 - own / random walk with drift."""
        said = np.array([one.get(MET, 0.0) for one in answers])
        true = np.array([one.label == MET for one in test])
        walked = np.array([Drift().chance(one.features) for one in test])
        bins = calibration(said.tolist(), true.tolist())
        figures = {
            **_figures(said, true, walked),
            "accuracy": float(((said >= 0.5) == true).mean()),
            "calibration_error": sum(one.count * abs(one.confidence - one.right) for one in bins) / max(len(true), 1),
            "sharpness": float(np.std(said)),
        }
        for name in (SAME, OTHER):
            part = np.array([group_of(one) == name for one in test])
            if 0 < part.sum() < len(part):
                figures |= {
                    f"{key}_{name}": value for key, value in _figures(said[part], true[part], walked[part]).items()
                }
        return Metrics({name: round(value, 4) for name, value in figures.items()}, bins)

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        return {name: [one for one in test if group_of(one) == name] for name in (SAME, OTHER)}

    def is_better(self, own: Mapping[str, float], than: Mapping[str, float]) -> bool:
        """On all that is held out, and where it knows the mechanism. Where it does not, its margin is too thin to
        decide anything: the card tells the figure, and nothing is claimed."""
        measures = [name for name in ("brier", f"brier_{SAME}") if name in own]
        return all(own[name] < than[name] for name in measures)


class Drift(Baseline):
    """A random walk with drift."""

    def probabilities(self, features: Features) -> Probabilities:
        chance = self.chance(features)
        return {MET: chance, MISSED: 1 - chance}

    def chance(self, features: Features) -> float:
        return walk(series_of(features), features["horizon"]).chance(features["target"])


def series_of(features: Features) -> Series:
    return Series.of(features["days"], features["values"], bounded=features["bounded"])


def shape_of(features: Features) -> Shape:
    return Shape.of(series_of(features), features["horizon"])


def chance_of(fitted: Any, rows: Rows) -> Rows:
    with POOLS.limit(limits=1):
        chances: Rows = fitted.predict_proba(rows)[:, list(fitted.classes_).index(MET)]
    return chances


def influences(fitted: Any, features: Features) -> list[tuple[str, float]]:
    """How much each group of figures moves the chance away from what it were with usual ones, strongest first."""
    row = shape_of(features).facing(features["target"])
    without = np.array([row, *(_without(row, names) for names in GROUPS.values())])
    chances = chance_of(fitted, without)
    moved = zip(GROUPS, (chances[0] - chances[1:]).tolist(), strict=True)
    return sorted(moved, key=lambda one: -abs(one[1]))


def _without(row: Rows, names: Iterable[str]) -> Rows:
    less = row.copy()
    less[[NAMES.index(name) for name in names]] = np.nan
    return less


def _figures(said: Rows, true: NDArray[np.bool_], walked: Rows) -> dict[str, float]:
    own, other = float(((said - true) ** 2).mean()), float(((walked - true) ** 2).mean())
    return {"brier": own, "skill": 1 - own / other}
