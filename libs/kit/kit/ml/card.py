"""What is known of a version: on what it was trained, how it was judged, and beside what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from platform import python_version
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kit.ml.drift import Shares, shares_of
from kit.ml.example import Example, data_hash
from kit.ml.metrics import Bin, Metrics
from kit.ml.model import Model, Probabilities

PACKAGES = ("scikit-learn", "numpy", "scipy", "skops")
SPLIT = (
    "An example belongs to the held-out part if its data says so, otherwise by the SHA-256 of its group or features "
    "(20 % are held out), corrections too; what is held out is neither learned from nor tuned on."
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Sizes(_Part):
    train: int
    test: int
    corrections_train: int
    corrections_test: int
    by_label: dict[str, int]
    """Of those to learn from."""


class CalibrationBin(_Part):
    count: int
    confidence: float
    right: float


class View(_Part):
    """A part or another form of the held-out examples."""

    count: int
    metrics: dict[str, float]
    baseline: dict[str, float]


class Predecessor(_Part):
    """The version in use at the time, judged by the same examples."""

    number: int
    metrics: dict[str, float]


class Card(_Part):
    """Of one version of a model. `schema_version` grows when a field changes its meaning."""

    schema_version: Literal[1] = 1
    model: str
    number: int
    trained_at: datetime
    trained_by: str
    """An account, `command` or `start`."""
    origin: Literal["synthetic", "real", "mixed"]
    """Of the data before corrections."""
    data_hash: str
    sizes: Sizes
    split: str = SPLIT
    measure: str
    higher_is_better: bool
    better: bool
    metrics: dict[str, float]
    baseline: dict[str, float]
    predecessor: Predecessor | None = None
    calibration: list[CalibrationBin]
    by_label: dict[str, dict[str, float]]
    views: dict[str, View]
    reference: dict[str, Shares]
    """Shares of answers, confidence and input traits among the held-out examples: what drift is measured against."""
    threshold: float
    gap: float
    seconds: float
    """That fitting took."""
    artifact_bytes: int
    artifact_sha256: str
    versions: dict[str, str]
    limits: str


def sizes_of(train: Sequence[Example], test: Sequence[Example]) -> Sizes:
    labels: dict[str, int] = {}
    for one in train:
        labels[one.label] = labels.get(one.label, 0) + 1
    return Sizes(
        train=len(train),
        test=len(test),
        corrections_train=sum(one.source == "correction" for one in train),
        corrections_test=sum(one.source == "correction" for one in test),
        by_label=dict(sorted(labels.items())),
    )


def bins_of(bins: Sequence[Bin]) -> list[CalibrationBin]:
    return [CalibrationBin(count=one.count, confidence=one.confidence, right=one.right) for one in bins]


def reference_of(model: Model, answers: Sequence[Probabilities], test: Sequence[Example]) -> dict[str, Shares]:
    seen = [model.traits(one.features) for one in test]
    return shares_of(answers, seen)


def versions() -> dict[str, str]:
    return {"python": python_version()} | {name: version(name) for name in PACKAGES}


def data_facts(train: Sequence[Example], test: Sequence[Example]) -> Mapping[str, object]:
    return {"data_hash": data_hash([*train, *test]), "sizes": sizes_of(train, test)}


def figures(metrics: Metrics) -> dict[str, float]:
    return dict(metrics.figures)
