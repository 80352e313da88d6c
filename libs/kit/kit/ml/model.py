"""How a service declares a model, in `<feature>/model.py`; all of its models are listed in `<package>/models.py`:

    MODELS = Models("governance", DocumentField(), DocumentUrgency())      # and create_app(…, models=MODELS)

Words for people are texts of the service: `[ml_model.<name>]` with title, summary, baseline, data, limits, and
`[ml_label.<name>]` with a text for each label where labels are not already words for people.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml.errors import ModelNotFound
from kit.ml.example import Example, Features
from kit.ml.metrics import Metrics, classification

Probabilities = Mapping[str, float]
"""By label; they add up to 1."""
Origin = Literal["synthetic", "real", "mixed"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A word or a nearest example that speaks for an answer, strongest first; `weight` is its share of the whole."""

    words: str
    weight: float


class Baseline(ABC):
    """The simple rule a model has to beat, learned from the same examples."""

    @abstractmethod
    def probabilities(self, features: Features) -> Probabilities: ...


class Model(ABC):
    """A scikit-learn estimator with its data, its judge and its words. Stateless: fitted things are passed around."""

    name: ClassVar[str]
    """In addresses and on the command line: `document-field`."""
    measure: ClassVar[str] = "brier"
    """The one metric that decides whether it is better than its baseline."""
    higher_is_better: ClassVar[bool] = False
    origin: ClassVar[Origin] = "synthetic"
    """Of the packaged data, and of what `read` gives."""
    limits: ClassVar[str] = ""
    """What a reader of the card must know before trusting a figure, in English."""
    trusted: ClassVar[tuple[str, ...]] = ()
    """Full names of the types its artifact holds, scikit-learn's and numpy's own beyond the usual ones too."""
    threshold: ClassVar[float] = 0.0
    """An answer less sure than this is not shown."""
    gap: ClassVar[float] = 0.0
    """Nor one whose second label is as near as this."""
    least_examples: ClassVar[int] = 40
    """With fewer it is not trained: a figure of chance would be promoted."""
    labels: ClassVar[tuple[str, ...]] = ()
    """All answers there can be; empty where the data decides."""
    unshown: ClassVar[tuple[str, ...]] = ()
    """Features that are learned from and not read back by who looks through corrections: words of documents."""
    trains_itself: ClassVar[bool] = True
    """At the first start, on what is there; False where the data only comes with use."""

    @abstractmethod
    async def read(self, session: AsyncSession) -> Sequence[Example]:
        """Packaged files and what the service recorded. Corrections are added by kit."""

    @abstractmethod
    def estimator(self) -> Any:
        """Unfitted, with `predict_proba` after `fit(inputs, labels)`; every seed fixed."""

    @abstractmethod
    def inputs(self, features: Sequence[Features]) -> Any:
        """What the estimator takes: an array, texts, dicts."""

    @abstractmethod
    def baseline(self, train: Sequence[Example]) -> Baseline: ...

    @abstractmethod
    def explain(self, fitted: Any, features: Features, label: str) -> Sequence[Reason]:
        """Why this label, in words its reader understands."""

    def traits(self, features: Features) -> Mapping[str, str]:
        """A few coarse classes of an input whose shares are watched: `{"length": "short"}`. No personal data."""
        del features
        return {}

    def fit(self, train: Sequence[Example]) -> Any:
        inputs = self.inputs([one.features for one in train])
        return self.estimator().fit(inputs, [one.label for one in train])

    def probabilities(self, fitted: Any, features: Sequence[Features]) -> list[Probabilities]:
        labels = [str(label) for label in fitted.classes_]
        shares = fitted.predict_proba(self.inputs(features))
        return [dict(zip(labels, map(float, row), strict=True)) for row in shares]

    def counted(self, train: Sequence[Example]) -> int:
        """Examples that `least_examples` is held against."""
        return len(train)

    def can_learn(self, features: Features, label: str) -> bool:
        """Whether an example that somebody sent is one of this model's."""
        try:
            self.inputs([features])
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            return False
        return not self.labels or label in self.labels

    def judge(self, answers: Sequence[Probabilities], test: Sequence[Example]) -> Metrics:
        """Figures of answers to the held-out examples; the baseline's are made the same way."""
        return classification(answers, [one.label for one in test], threshold=self.threshold)

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        """Parts or other forms of the held-out examples whose figures the card shows beside the whole."""
        del test
        return {}

    def is_better(self, own: Mapping[str, float], than: Mapping[str, float]) -> bool:
        ours, theirs = own[self.measure], than[self.measure]
        return ours > theirs if self.higher_is_better else ours < theirs


class Models:
    """All models of a service."""

    def __init__(self, package: str, *models: Model) -> None:
        self.package = package
        self._models = {model.name: model for model in models}

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models.values())

    def __len__(self) -> int:
        return len(self._models)

    @property
    def service(self) -> str:
        return self.package.rpartition(".")[2].replace("_", "-")

    @property
    def names(self) -> list[str]:
        return list(self._models)

    def get(self, name: str) -> Model:
        """ModelNotFound for a name that is none of this service's."""
        if (model := self._models.get(name)) is None:
            raise ModelNotFound(name=name)
        return model
