"""Which side of a procedure is asked for, and what is wanted at all: linear over words, calibrated."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import ClassVar

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.understanding import choices, examples, spelling
from assistant_citizen.understanding.reading import read
from kit.ml import Baseline, Example, Features, Model, Probabilities, Reason
from kit.ml.example import digest_of
from kit.ml.temperature import calibrated
from kit.retrieval import words
from kit.text import fold

ASPECT, INTENT = "question-aspect", "question-intent"
ASPECTS = ("documents", "fee", "time", "where", "who", "conditions", "steps", "form", "law", "result", "overview")
INTENTS = ("procedure", "dossier", "petition", "appointment", "greeting", "thanks", "person", "out_of_scope")
WORD = r"\S+"
OTHER = "x"
"""Stands for words of what is asked about, where only the asking matters."""
WEIGHT = 5
"""A correction counts as much as so many made questions."""


class MostFrequent(Baseline):
    """The label that is most frequent of those learned from, whatever is asked."""

    def __init__(self, train: Sequence[Example]) -> None:
        labels = [one.label for one in train]
        self._shares = {label: labels.count(label) / len(labels) for label in set(labels)}

    def probabilities(self, features: Features) -> Probabilities:
        del features
        return self._shares


class QuestionModel(Model):
    measure: ClassVar[str] = "log_loss"
    unshown: ClassVar[tuple[str, ...]] = ("text",)
    trusted: ClassVar[tuple[str, ...]] = (
        "sklearn.pipeline.Pipeline",
        "sklearn.feature_extraction.text.TfidfVectorizer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.linear_model._logistic.LogisticRegression",
    )

    @abstractmethod
    def tokens(self, text: str) -> Iterator[str]: ...

    def estimator(self) -> Pipeline:
        counted = TfidfVectorizer(token_pattern=WORD, lowercase=False, sublinear_tf=True, min_df=2)
        return Pipeline([("words", counted), ("labels", _regression())])

    def inputs(self, features: Sequence[Features]) -> list[str]:
        return [" ".join(self.tokens(str(one["text"]))) for one in features]

    def baseline(self, train: Sequence[Example]) -> Baseline:
        return MostFrequent(train)

    def fit(self, train: Sequence[Example]) -> Pipeline:
        rows = [one for one in train for _ in range(WEIGHT if one.source == "correction" else 1)]
        pipeline = self.estimator()
        counted = pipeline["words"].fit_transform(self.inputs([one.features for one in rows]))
        groups = [one.group or digest_of(one.features) for one in rows]
        fitted = calibrated(_regression, counted, [one.label for one in rows], groups)
        return Pipeline([("words", pipeline["words"]), ("labels", fitted)])

    def probabilities(self, fitted: Pipeline, features: Sequence[Features]) -> list[Probabilities]:
        """As `predict_proba` does, without its checks of every call and its sparse tables of one row."""
        (_, counted), (_, labels) = fitted.steps
        places, rarity = counted.vocabulary_, counted.idf_
        if not labels.coef_.flags.f_contiguous:  # what a word says for each label lies together: read once, not strewn
            labels.coef_ = np.asfortranarray(labels.coef_)
        told: list[Probabilities] = []
        for one in features:
            found: dict[int, int] = {}
            for token in self.tokens(str(one["text"])):
                if (place := places.get(token)) is not None:
                    found[place] = found.get(place, 0) + 1
            at = np.fromiter(found, np.intp, len(found))
            values = (1 + np.log(np.fromiter(found.values(), float, len(found)))) * rarity[at]
            values /= float(np.sqrt(values @ values)) or 1.0
            scores = labels.coef_[:, at] @ values + labels.intercept_
            given = np.exp(scores - scores.max())
            told.append(dict(zip(map(str, labels.classes_), (given / given.sum()).tolist(), strict=True)))
        return told

    def explain(self, fitted: Pipeline, features: Features, label: str) -> Sequence[Reason]:
        """Words that spoke most for it."""
        (told,) = self.inputs([features])
        row, names = fitted["words"].transform([told]), fitted["words"].get_feature_names_out()
        spoken = row.data * fitted["labels"].coef_[list(fitted["labels"].classes_).index(label)][row.indices]
        best = np.argsort(-spoken)[:3]
        whole = float(np.abs(spoken).sum()) or 1.0
        return [
            Reason(str(names[row.indices[at]]).lstrip("~").replace("_", " "), round(float(spoken[at]) / whole, 3))
            for at in best
            if spoken[at] > 0
        ]

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        bare = [Example({"text": fold(str(one.features["text"]))}, one.label, split="test") for one in test]
        return {"without_marks": bare, "corrections": [one for one in test if one.source == "correction"]}

    def traits(self, features: Features) -> Mapping[str, str]:
        text = str(features["text"])
        length = "short" if len(text) < 20 else "middle" if len(text) < 80 else "long"
        return {"length": length, "marks": "no" if fold(text) == " ".join(text.lower().split()) else "yes"}


class QuestionAspect(QuestionModel):
    name: ClassVar[str] = ASPECT
    labels: ClassVar[tuple[str, ...]] = ASPECTS
    limits: ClassVar[str] = (
        "Learned from sentences made of hand-written templates, judged by made sentences: see docs/decisions/0051 for "
        "questions written by hand (0.94 of 134 that nobody looked at). Of a question with two sides one is told; a "
        "statement that asks nothing is taken for an overview."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session
        return examples.aspects()

    def tokens(self, text: str) -> Iterator[str]:
        """Words of the asking alone; what is asked about is one and the same."""
        told: list[str] = []
        for word in read(text).words:
            one = word.written if word.bare in _asking_words() else OTHER
            if not (one == OTHER and told and told[-1] == OTHER):
                told.append(one)
        yield from words(" ".join(told))
        bare = [spelling.bare(one) for one in told]
        yield from (f"{a}+{b}+{c}" for a, b, c in zip(bare, bare[1:], bare[2:], strict=False))
        yield f"^{bare[0]}" if bare else "^"
        yield f"{bare[-1]}$" if bare else "$"
        yield from (f"{'_'.join(bare[-length:])}$" for length in (2, 3) if len(bare) >= length)


class QuestionIntent(QuestionModel):
    name: ClassVar[str] = INTENT
    labels: ClassVar[tuple[str, ...]] = INTENTS
    limits: ClassVar[str] = (
        "Learned from sentences made of hand-written templates. What is in scope is decided together with how well any "
        "procedure fits; a model of words cannot know every subject that there is."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        del session
        return examples.intents()

    def tokens(self, text: str) -> Iterator[str]:
        reading = read(text)
        yield from words(reading.text)
        yield f"len{min(6, len(reading.words))}"
        if any(char.isdigit() for char in text):
            yield "digits"
        yield from ["means"] * min(3, len(reading.meanings))


@cache
def _asking_words() -> frozenset[str]:
    """Bare words that stand in templates of sides, around the procedure."""
    told = [*choices.frames()["aspects"].values(), *choices.frames()["following"].values()]
    text = " ".join(template for templates in told for template in templates)
    plain = "".join(char if char.isalnum() else " " for char in text.replace("{p}", " "))
    return frozenset(fold(word) for word in plain.split())


def _regression() -> LogisticRegression:
    return LogisticRegression(C=10.0, tol=1e-3, max_iter=300, random_state=0)
