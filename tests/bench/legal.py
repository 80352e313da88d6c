"""The legal questions of ../shared (never copied), as cases to learn from and to judge by."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant_staff.retrieval import examples
from assistant_staff.retrieval.fitting import Case, fit, refine
from assistant_staff.retrieval.model import cases_of
from assistant_staff.retrieval.searching import Index, Passage
from assistant_staff.retrieval.weights import Weights
from kit.ml.example import parted
from kit.text import fold

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "legal"
FORMS = ("alone", "options", "bare")
"""A question as it stands, with the options to choose from, and without diacritics."""
FOLDS, ROUNDS = 5, 3


@dataclass(frozen=True)
class Question:
    text: str
    options: Sequence[str]
    kind: str
    law: str
    answers: frozenset[str]

    def form(self, name: str) -> str:
        if name == "bare":
            return fold(self.text)
        return " ".join([self.text, *(self.options if name == "options" else ())])


def passages(data: Path = DATA) -> Iterator[Passage]:
    """The first line of an article is its title, except where it has none and begins with its first clause."""
    for key, text in json.loads((data / "articles.json").read_text(encoding="utf-8")).items():
        title, _, body = text.partition("\n")
        titled = body.strip() and not title[0].isdigit()
        yield Passage(key, title if titled else "", key.rpartition("@")[0], body if titled else text)


def questions(data: Path = DATA) -> list[Question]:
    return [
        Question(
            one["text"],
            list(one.get("choices", {}).values()),
            one["question_type"],
            one["relevant_articles"][0]["law_id"],
            frozenset(f"{right['law_id']}@{right['article_id']}" for right in one["relevant_articles"]),
        )
        for one in json.loads((data / "train.json").read_text(encoding="utf-8"))
    ]


def indexed(weights: Weights | None = None, data: Path = DATA) -> Index:
    index = Index(weights)
    index.put(passages(data))
    return index


@dataclass(frozen=True)
class Asked:
    """A question in one form: asked of the whole collection, and of it without the law that answers."""

    question: Question
    whole: Case
    without: Case


def asked(index: Index, form: str, data: Path = DATA) -> list[Asked]:
    laws = [one.passage_id for one in passages(data)]
    found = []
    for question in questions(data):
        ids, table = index.signals(question.form(form))
        right = np.array([one in question.answers for one in ids])
        others = {one for one in laws if not one.startswith(f"{question.law}@")}
        _, strange = index.signals(question.form(form), others)
        without = Case(strange, np.zeros(len(strange), bool))
        found.append(Asked(question, Case(table, right), without))
    return found


@dataclass(frozen=True)
class Judged:
    """By weights that saw neither the question nor, where laws were held out, any of its law."""

    place: int
    """Of the first right passage, from 1."""
    answers: int
    sure: float
    """Probability of the best passage."""
    astray: float
    """The same where the law that answers is not in the collection."""

    @property
    def f2(self) -> float:
        """Of the first passage alone, as the competition counts: 5PR / (4P + R)."""
        return 5 / (4 + self.answers) if self.place == 1 else 0.0


def taught(cases: Sequence[Asked]) -> Weights:
    """As what is shipped is learned."""
    return fit([one.whole for one in cases if one.whole.right.any()], [one.without for one in cases])


def refined(weights: Weights) -> Weights:
    """As the first version in use learns from the questions of the product, with whose test part it is not judged."""
    return refine(weights, *cases_of(parted(examples.packaged())[0]))


Learning = Callable[[Sequence[Asked]], Weights]


def judged(
    forms: Mapping[str, Sequence[Asked]], held_out: str, round_: int, learning: Learning = taught
) -> dict[str, list[Judged]]:
    """By form; `held_out`: question or law."""
    questions = forms[FORMS[0]]
    names = [one.question.law if held_out == "law" else str(at) for at, one in enumerate(questions)]
    every = sorted(set(names))
    fold = dict(zip(every, np.random.default_rng(round_).permutation(len(every)) % FOLDS, strict=True))
    found: dict[str, list[Judged]] = {form: [] for form in forms}
    for number in range(FOLDS):
        rest = [at for at, name in enumerate(names) if fold[name] != number]
        weights = learning([cases[at] for cases in forms.values() for at in rest])
        for form, cases in forms.items():
            found[form] += [judge(one, weights) for one, name in zip(cases, names, strict=True) if fold[name] == number]
    return found


def judge(one: Asked, weights: Weights) -> Judged:
    scores = weights.scores(one.whole.table)
    order = np.argsort(-scores, kind="stable")
    hits = np.flatnonzero(one.whole.right[order])
    place = int(hits[0]) + 1 if len(hits) else len(order) + 1
    return Judged(place, len(one.question.answers), sure(one.whole, weights), sure(one.without, weights))


def sure(case: Case, weights: Weights) -> float:
    return float(weights.probabilities(weights.scores(case.table)).max()) if len(case.table) else 0.0
