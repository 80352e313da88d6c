"""The models of triage: field and urgency of a document (the unit that leads it: unit.py).

All of them are linear over words (TF-IDF of syllables and their pairs, multinomial logistic regression), so that why
can be told by words; their confidence is calibrated on examples that the fit did not see.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sqlalchemy.ext.asyncio import AsyncSession

from governance.triage import examples, words
from governance.triage.deadline import without
from governance.triage.reasons import reasons
from governance.triage.sender import MostFrequentOfSender
from kit.ml import Baseline, Example, Features, Model, Reason
from kit.ml.example import digest_of
from kit.ml.temperature import calibrated
from kit.text import fold

WORD = r"\S+"
NORMAL = "normal"
SUBJECT_TIMES = 2
"""It counts as much beside the beginning of the text, which is longer."""
WEIGHT = 5
"""A clerk's correction counts as much as so many made sentences."""


class WordModel(Model):
    """A text classifier over `tokens` of a document."""

    trusted: ClassVar[tuple[str, ...]] = (
        "sklearn.pipeline.Pipeline",
        "sklearn.feature_extraction.text.TfidfVectorizer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.linear_model._logistic.LogisticRegression",
    )

    unshown: ClassVar[tuple[str, ...]] = ("text",)
    least_documents: ClassVar[int] = 2
    """With a token; each packaged topic stands in four, half of them without diacritics."""

    @abstractmethod
    def tokens(self, features: Features) -> Iterable[str]: ...

    def forms(self, features: Features) -> Sequence[Features]:
        """The ways the same document may be typed, each learned."""
        return [features, {**features, "subject": fold(str(features["subject"]))}]

    def _forms(self, example: Example) -> Sequence[Features]:
        """The packaged ones come in all forms already, each of another sentence."""
        return [example.features] if example.source == "packaged" else self.forms(example.features)

    def estimator(self) -> Pipeline:
        counted = TfidfVectorizer(token_pattern=WORD, lowercase=False, sublinear_tf=True, min_df=self.least_documents)
        return Pipeline([("words", counted), ("labels", _regression())])

    def inputs(self, features: Sequence[Features]) -> list[str]:
        return [" ".join(self.tokens(one)) for one in features]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        return MostFrequentOfSender(train)

    def fit(self, train: Sequence[Example]) -> Pipeline:
        rows = [(form, one) for one in train for form in self._forms(one) for _ in range(_weight(one))]
        labels = [one.label for _, one in rows]
        groups = [one.group or digest_of(one.features) for _, one in rows]
        pipeline = self.estimator()
        counted = pipeline["words"].fit_transform(self.inputs([form for form, _ in rows]))
        fitted = calibrated(_regression, counted, labels, groups)
        return Pipeline([("words", pipeline["words"]), ("labels", fitted)])

    def explain(self, fitted: Pipeline, features: Features, label: str) -> Sequence[Reason]:
        """The phrases that spoke most for this label rather than for the others, as they stand in the document."""
        (told,) = self.inputs([features])
        row, places = fitted["words"].transform([told]), fitted["words"].vocabulary_
        names = {places[token]: token for token in told.split() if token in places}
        classes = list(fitted["labels"].classes_)
        coefficients = fitted["labels"].coef_
        if len(coefficients) == 1:
            coefficients = np.vstack([-coefficients, coefficients])
        spoken = row.data * coefficients[classes.index(label)][row.indices]
        shares = {names[place]: float(share) for place, share in zip(row.indices, spoken, strict=True)}
        return reasons(shares, self.sources(features), str(features["sender"]), self.before(features))

    def sources(self, features: Features) -> Sequence[str]:
        """What reasons may be quoted from, beside the sender."""
        return [str(features["subject"]), str(features.get("text", ""))]

    def before(self, features: Features) -> str:
        """What stands before each token."""
        del features
        return ""


def _regression() -> LogisticRegression:
    return LogisticRegression(C=10.0, tol=1e-3, max_iter=200, random_state=0)


def _weight(example: Example) -> int:
    return WEIGHT if example.source == "correction" else 1


class DocumentField(WordModel):
    name: ClassVar[str] = "document-field"
    threshold: ClassVar[float] = 0.5
    gap: ClassVar[float] = 0.1
    limits: ClassVar[str] = (
        "Learned from sentences made from hand-written topics by a seeded generator, judged by 230 subjects written by "
        "hand in other words, but by the same author: the figures are rather high than low. On texts that others wrote "
        "(tests.bench.outside) fewer are right and it is surer than it should be. Subjects of two fields at once get "
        "one. Where the text could not be read, subject, sender and kind decide alone."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session
        return [*examples.learned("field"), *examples.judged("field")]

    def tokens(self, features: Features) -> Iterable[str]:
        subject = list(words.tokens(str(features["subject"])))
        for _ in range(SUBJECT_TIMES):
            yield from subject
        yield from words.tokens(str(features["text"]))
        yield from words.of_sender(str(features["sender"]))
        yield from (f"~{one.bare}" for one in words.read(str(features["sender"])))
        yield f"k={features['kind']}"

    def forms(self, features: Features) -> Sequence[Features]:
        """Also without the sender: a subject has to speak for itself where the sender is anybody."""
        return [*super().forms(features), {**features, "sender": ""}]

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        return views_of(test)

    def traits(self, features: Features) -> Mapping[str, str]:
        return traits_of(features)


class DocumentUrgency(WordModel):
    name: ClassVar[str] = "document-urgency"
    threshold: ClassVar[float] = 0.6
    limits: ClassVar[str] = (
        "Learned from the ways in which made sentences say that they are urgent, judged by 280 subjects written by "
        "hand. It reads words and the nearest deadline, and knows nothing of what happens if the document waits."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session
        return [*examples.learned("urgency"), *examples.judged("urgency")]

    def estimator(self) -> Pipeline:
        """A stamp counts as much before a long subject as before a short one, so nothing is normed by length."""
        counted = TfidfVectorizer(
            token_pattern=WORD, lowercase=False, binary=True, use_idf=False, norm=None, min_df=self.least_documents
        )
        return Pipeline([("words", counted), ("labels", _regression())])

    def explain(self, fitted: Pipeline, features: Features, label: str) -> Sequence[Reason]:
        """Nothing speaks for no hurry but that nothing speaks for haste."""
        return () if label == NORMAL else super().explain(fitted, features, label)

    def tokens(self, features: Features) -> Iterable[str]:
        yield from words.tokens(without(str(features["subject"])))
        yield f"k={features['kind']}"
        yield f"d={features['nearness']}"

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        return views_of(test)

    def traits(self, features: Features) -> Mapping[str, str]:
        return {**traits_of(features), "deadline": str(features["nearness"])}


def views_of(test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
    """The packaged ones as they are typed with and without diacritics, and the corrections."""
    written = [one for one in test if one.source == "packaged"]
    unsent = [Example({**one.features, "sender": ""}, one.label, split="test") for one in written]
    corrections = [one for one in test if one.source == "correction"]
    return {
        "written": written,
        "without_marks": without_marks(written),
        "without_sender": unsent,
        "corrections": corrections,
    }


def without_marks(test: Sequence[Example]) -> list[Example]:
    return [
        Example({**one.features, "subject": fold(str(one.features["subject"]))}, one.label, split="test")
        for one in test
    ]


def traits_of(features: Features) -> Mapping[str, str]:
    subject = str(features["subject"])
    letters = len(subject)
    length = "short" if letters < 40 else "middle" if letters < 120 else "long"
    return {"length": length, "marks": "no" if fold(subject) == " ".join(subject.lower().split()) else "yes"}
