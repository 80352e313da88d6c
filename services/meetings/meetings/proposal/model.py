"""Whether a sentence of notes is an action item, a decision or neither: a multinomial logistic regression over words
and signs, for Vietnamese and English alike, calibrated on patterns that the fit did not see."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sqlalchemy.ext.asyncio import AsyncSession

from kit.ml import Baseline, Example, Features, Model, Reason
from kit.ml.example import digest_of
from kit.ml.temperature import calibrated
from kit.text import fold
from meetings.proposal import examples
from meetings.proposal.reasons import reasons
from meetings.proposal.rules import LABELS, KeywordRules
from meetings.proposal.words import tokens

WORD = r"\S+"
WEIGHT, WRITTEN_WEIGHT = 5, 2
"""A secretary's word counts as much as so many made sentences, and so does one that somebody wrote as a whole."""


class NoteSentence(Model):
    name: ClassVar[str] = "note-sentence"
    labels: ClassVar[tuple[str, ...]] = LABELS
    threshold: ClassVar[float] = 0.5
    trusted: ClassVar[tuple[str, ...]] = (
        "sklearn.pipeline.Pipeline",
        "sklearn.feature_extraction.text.TfidfVectorizer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.linear_model._logistic.LogisticRegression",
    )
    unshown: ClassVar[tuple[str, ...]] = ("sentence", "lead")
    limits: ClassVar[str] = (
        "Learned from sentences made from hand-written patterns by a seeded generator and a thousand written whole, "
        "judged by sentences that the same author wrote in other words: the figures are rather high than low. "
        "English talk is judged by made utterances only, not by a public corpus; where items are rare, much of what "
        "is proposed from talk is none. One sentence at a time: what only the sentences around it tell is not seen, "
        "but for the line that leads a list."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session
        return [*examples.learned(), *examples.judged()]

    def estimator(self) -> Pipeline:
        counted = TfidfVectorizer(token_pattern=WORD, lowercase=False, binary=True, min_df=2)
        return Pipeline([("words", counted), ("labels", _regression())])

    def inputs(self, features: Sequence[Features]) -> list[str]:
        return [_told(one) for one in features]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        return KeywordRules(train)

    def fit(self, train: Sequence[Example]) -> Pipeline:
        rows = [one for one in train for _ in range(_weight(one))]
        groups = [one.group or digest_of(one.features) for one in rows]
        pipeline = self.estimator()
        counted = pipeline["words"].fit_transform(self.inputs([one.features for one in rows]))
        telling = [_weight(one) > 1 for one in rows]
        fitted = calibrated(_regression, counted, [one.label for one in rows], groups, telling)
        return Pipeline([("words", pipeline["words"]), ("labels", fitted)])

    def explain(self, fitted: Pipeline, features: Features, label: str) -> Sequence[Reason]:
        """Words of the sentence, and signs, that spoke most for this label."""
        counted, weights = fitted["words"], fitted["labels"].coef_[list(fitted["labels"].classes_).index(label)]
        places = ((token, counted.vocabulary_.get(token)) for token in set(_told(features).split()))
        shares = {token: float(counted.idf_[at] * weights[at]) for token, at in places if at is not None}
        return reasons(shares, str(features["sentence"]), str(features["lead"]))

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        packaged = [one for one in test if one.source == "packaged"]
        vietnamese = [one for one in packaged if one.group == "vi"]
        return {
            "vietnamese": vietnamese,
            "without_marks": without_marks(vietnamese),
            "english_written": [one for one in packaged if one.group == "en"],
            "english_talk": [one for one in packaged if one.group == "talk"],
            "corrections": [one for one in test if one.source == "correction"],
        }

    def traits(self, features: Features) -> Mapping[str, str]:
        sentence = str(features["sentence"])
        length = "short" if len(sentence) < 40 else "middle" if len(sentence) < 120 else "long"
        marks = "no" if fold(sentence) == " ".join(sentence.lower().split()) else "yes"
        return {"length": length, "marks": marks, "led": "yes" if features["lead"] else "no"}


def without_marks(test: Sequence[Example]) -> list[Example]:
    return [
        Example(
            {**one.features, **{name: fold(str(one.features[name])) for name in ("sentence", "lead")}},
            one.label,
            split="test",
            group=one.group,
        )
        for one in test
    ]


def _told(features: Features) -> str:
    return " ".join(tokens(str(features["sentence"]), str(features["lead"]), point=bool(features["point"])))


def _weight(one: Example) -> int:
    if one.source == "correction":
        return WEIGHT
    return WRITTEN_WEIGHT if one.group.startswith(examples.WRITTEN) else 1


def _regression() -> LogisticRegression:
    return LogisticRegression(C=3.0, tol=1e-3, max_iter=300, random_state=0)
