"""A service with three small models: one that learns, one that never does, one that may not be written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml import Baseline, Example, Features, Model, Models, Probabilities, Reason

WORDS = {
    "water": ("nước sạch", "cấp nước", "đường ống", "trạm bơm", "thủy lợi"),
    "school": ("trường học", "giáo viên", "học sinh", "năm học", "kỳ thi"),
}
PLACES = ("huyện", "xã", "phường", "thành phố", "thôn", "cụm", "tỉnh", "liên xã")


def sentences() -> list[Example]:
    return [
        Example({"text": f"Về {word} tại {place} đợt {turn}"}, label)
        for label, words in WORDS.items()
        for word in words
        for place in PLACES
        for turn in (1, 2)
    ]


class MostFrequent(Baseline):
    def __init__(self, train: Sequence[Example]) -> None:
        counted = Counter(one.label for one in train)
        self._shares = {label: count / counted.total() for label, count in counted.items()}

    def probabilities(self, features: Features) -> Probabilities:  # noqa: ARG002
        return self._shares


class Topic(Model):
    name: ClassVar[str] = "topic"
    threshold: ClassVar[float] = 0.6
    trusted: ClassVar[tuple[str, ...]] = (
        "sklearn.pipeline.Pipeline",
        "sklearn.feature_extraction.text.TfidfVectorizer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.linear_model._logistic.LogisticRegression",
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:  # noqa: ARG002
        return sentences()

    def estimator(self) -> Pipeline:
        return make_pipeline(TfidfVectorizer(), LogisticRegression(C=10, random_state=0))

    def inputs(self, features: Sequence[Features]) -> list[str]:
        return [str(one["text"]) for one in features]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        return MostFrequent(train)

    def explain(self, fitted: Any, features: Features, label: str) -> Sequence[Reason]:  # noqa: ARG002
        return [Reason(str(features["text"]), 1.0)]

    def traits(self, features: Features) -> Mapping[str, str]:
        return {"length": "long" if len(str(features["text"])) > 40 else "short"}


class Stubborn(Topic):
    """Says one thing whatever comes."""

    name: ClassVar[str] = "stubborn"
    trusted: ClassVar[tuple[str, ...]] = ("sklearn.dummy.DummyClassifier",)

    def estimator(self) -> Any:
        return DummyClassifier(strategy="constant", constant="water")


class Foreign(Topic):
    """Does not name what it is made of."""

    name: ClassVar[str] = "foreign"
    trusted: ClassVar[tuple[str, ...]] = ("sklearn.pipeline.Pipeline",)


MODELS = Models("tests.kit.ml.meetings", Topic(), Stubborn(), Foreign())
