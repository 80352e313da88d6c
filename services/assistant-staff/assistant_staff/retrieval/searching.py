"""The index of passages: what is put in is found by the next question, of any kind of text.

    index = Index()
    index.add("39", "Hợp đồng lữ hành", "Luật Du lịch", "1. Hợp đồng lữ hành phải được lập thành văn bản. …")
    index.search("hợp đồng lữ hành có cần lập thành văn bản?", 3)    # [Hit("39", score, probability, place)]
    index.explain("…", "39")                                         # the line that answers, and what spoke for it

BM25 of `kit.retrieval` finds `FOUND` passages, and what was learned (`weights.py`) puts them in order.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple, Self

import numpy as np

from assistant_staff.retrieval import saved
from assistant_staff.retrieval.cover import Found, Kept, Reals
from assistant_staff.retrieval.question import MOST_LETTERS, Question
from assistant_staff.retrieval.signals import SIGNALS, Asked, signals
from assistant_staff.retrieval.syllable import Numbers, Syllables, lines, terms
from assistant_staff.retrieval.weights import Weights, learned
from kit import retrieval

RECENT = 32
FOUND = 50
"""Of the right ones on the questions it was measured with, more than 99 % are among them."""


class Passage(NamedTuple):
    passage_id: str
    title: str
    """What stands above it: the first line of an article, the subject of a document; may be empty."""
    path: str
    """Name of the document it is of, the same for all of its passages: "Luật Du lịch"."""
    text: str


class Hit(NamedTuple):
    passage_id: str
    score: float
    """To order by, nothing else."""
    probability: float
    """That it answers the question."""
    place: int
    """In the order of BM25, from 1."""


class Explained(NamedTuple):
    line: int
    """Place among `syllable.lines(text)` of the line that holds most of the question; -1 where only the title does."""
    parts: Mapping[str, float]
    """What each of SIGNALS added to the score, above or below what is usual."""


class Ranking(NamedTuple):
    ids: Sequence[str]
    table: Reals
    scores: Reals


class Recent(NamedTuple):
    """What is known of a question until passages come or go: it is asked again, among fewer, and explained."""

    rarity: Mapping[str, float]
    rows: dict[str, tuple[int, Reals]]
    """The best line and the signals of passages, each as if it were the only one."""


class Index:
    """One thread writes and asks; it keeps numbers of syllables, never texts."""

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or learned()
        self._words = retrieval.Index(terms)
        self._syllables = Syllables()
        self._kept: dict[str, Kept] = {}
        self._paths: dict[str, tuple[Numbers, int]] = {}
        self._standing = np.zeros(1024, np.int64)
        self._recent: dict[str, Recent] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, passage_id: object) -> bool:
        return passage_id in self._kept

    @property
    def keys(self) -> Collection[str]:
        return self._kept.keys()

    @property
    def threshold(self) -> float:
        """A best probability below it: "không tìm thấy"."""
        return self.weights.threshold

    def add(self, passage_id: str, title: str, path: str, text: str) -> None:
        """Or replaces."""
        self.put([Passage(passage_id, title, path, text)])

    def put(self, passages: Iterable[Passage]) -> None:
        """Many at once, which is faster; the last of equal ids counts."""
        new = {one.passage_id: one for one in passages}
        self._forget(new)
        for passage_id, one in new.items():
            self._keep(passage_id, one)
        self._words.put((passage_id, _whole(one)) for passage_id, one in new.items())

    def remove(self, *passage_ids: str) -> None:
        """Those that are not here are none to remove."""
        self._forget(passage_ids)
        self._words.remove(passage_ids)

    def search(self, question: str, k: int = 10, among: Collection[str] | None = None) -> list[Hit]:
        """At most FOUND, the best first. `among`: the only ones there are for this reader."""
        ranking = self._rank(question, among)
        if ranking is None:
            return []
        sure = self.weights.probabilities(ranking.scores)
        best = np.argsort(-ranking.scores, kind="stable")[: max(0, k)]
        return [Hit(ranking.ids[at], float(ranking.scores[at]), float(sure[at]), int(at) + 1) for at in best]

    def explain(self, question: str, passage_id: str) -> Explained | None:
        """None where nothing of the question stands in the passage."""
        recent = self._recall(question)
        if passage_id not in recent.rows and self._rank(question, {passage_id}) is None:
            return None
        line, row = recent.rows[passage_id]
        return Explained(line, dict(zip(SIGNALS, map(float, self.weights.parts(row)), strict=True)))

    def signals(self, question: str, among: Collection[str] | None = None) -> tuple[Sequence[str], Reals]:
        """Of the passages found, before they are put in order: what is learned from."""
        ranking = self._rank(question, among)
        return (ranking.ids, ranking.table) if ranking else ((), np.zeros((0, len(SIGNALS))))

    def saving(self) -> Callable[[], bytes]:
        """`save` of this moment, for another thread to do while this one puts and removes."""
        words, syllables = copy(self._words), list(self._syllables.numbers)
        kept, standing = dict(self._kept), self._standing.copy()
        return lambda: saved.write(saved.Content(words.save(), syllables, kept, standing))

    def save(self) -> bytes:
        return self.saving()()

    @classmethod
    def load(cls, data: bytes, weights: Weights | None = None) -> Self:
        """ValueError for what `save` did not write."""
        content = saved.read(data)
        index = cls(weights)
        index._words = retrieval.Index.load(content.words, terms)
        index._syllables = Syllables(content.syllables)
        if len(index._words) != len(content.kept) or len(index._syllables) != len(content.syllables):
            raise ValueError("form")
        index._kept, index._standing = dict(content.kept), content.standing
        for path, users in Counter(one.path for one in content.kept.values()).items():
            index._paths[path] = (index._syllables.read([path]), users)
        return index

    def _rank(self, text: str, among: Collection[str] | None) -> Ranking | None:
        question = Question.of(text)
        recent = self._recall(text)
        hits = self._words.search(dict.fromkeys(question.terms, 1.0), FOUND, among)
        if not hits:
            return None
        asked = Asked(question, self._syllables, recent.rarity, self._rarity(0))
        kept = [self._kept[hit.key] for hit in hits]
        scores = np.array([hit.score for hit in hits], float) / (self._words.saturation + 1)
        names = {one.path: self._paths[one.path][0] for one in kept}
        rare = np.log1p((len(self) - self._standing + 0.5) / (self._standing + 0.5))
        found = Found.of(kept, scores, names, rare, self._syllables.bare)
        told = signals(asked, found)
        alone = told.table.copy()
        alone[:, SIGNALS.index("document_share")] = 1
        recent.rows.update(
            zip((hit.key for hit in hits), zip(map(int, told.best_lines), alone, strict=True), strict=True)
        )
        return Ranking([hit.key for hit in hits], told.table, self.weights.scores(told.table))

    def _recall(self, text: str) -> Recent:
        if (known := self._recent.get(text[:MOST_LETTERS])) is None:
            if len(self._recent) >= RECENT:
                del self._recent[next(iter(self._recent))]
            rarity = self._words.rarity(" ".join(Question.of(text).syllables))
            known = self._recent[text[:MOST_LETTERS]] = Recent(rarity, {})
        return known

    def _rarity(self, standing: int) -> float:
        return math.log1p((len(self) - standing + 0.5) / (standing + 0.5))

    def _keep(self, passage_id: str, one: Passage) -> None:
        tokens = self._syllables.read([one.title, *lines(one.text)])
        name, users = self._paths.get(one.path) or (self._syllables.read([one.path]), 0)
        self._paths[one.path] = (name, users + 1)
        if len(self._syllables) > len(self._standing):
            self._standing = np.concatenate([self._standing, np.zeros(len(self._syllables), np.int64)])
        self._standing[np.unique(tokens)] += 1
        self._kept[passage_id] = Kept(tokens, one.path)

    def _forget(self, passage_ids: Iterable[str]) -> None:
        self._recent.clear()
        for passage_id in passage_ids:
            if (gone := self._kept.pop(passage_id, None)) is None:
                continue
            self._standing[np.unique(gone.tokens)] -= 1
            name, users = self._paths.pop(gone.path)
            if users > 1:
                self._paths[gone.path] = (name, users - 1)


def _whole(one: Passage) -> str:
    return f"{one.title}\n{one.text}"
