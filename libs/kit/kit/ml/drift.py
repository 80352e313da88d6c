"""How far what a model sees and says has moved from what it was judged by.

The figure is the population stability index over the classes of an aspect, sum of (p - q) ln(p / q), with p the share
of a class lately and q at training; half a case is added to each class, so that an empty one is no infinity. By chance
alone it is about (k - 1)(1/n + 1/m) for k classes, n recent and m reference cases (Yurdakul 2018), which is taken off,
so that few cases raise no alarm. By custom 0.1 is worth a look and 0.25 is drift.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LOOK, DRIFTED = 0.1, 0.25
LEAST_CASES, LEAST_REFERENCE = 100, 20
"""Fewer say nothing."""
ANSWER, CONFIDENCE = "answer", "confidence"


class Shares(BaseModel):
    """How many cases fell into each class of an aspect."""

    model_config = ConfigDict(frozen=True)

    counts: dict[str, Annotated[int, Field(ge=0)]]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def shares_of(answers: Iterable[Mapping[str, float]], traits: Iterable[Mapping[str, str]]) -> dict[str, Shares]:
    found: dict[str, Counter[str]] = {}
    for answer, seen in zip(answers, traits, strict=True):
        for aspect, bucket in aspects(answer, seen):
            found.setdefault(aspect, Counter())[bucket] += 1
    return {aspect: Shares(counts=dict(sorted(counts.items()))) for aspect, counts in found.items()}


def aspects(answer: Mapping[str, float], traits: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The classes that one case counts in."""
    label = max(answer, key=lambda one: answer[one])
    tenth = min(int(answer[label] * 10), 9)
    return [(ANSWER, label), (CONFIDENCE, f"{tenth / 10:.1f}"), *traits.items()]


def stability(recent: Shares, reference: Shares) -> float | None:
    """None with too few cases on either side."""
    n, m = recent.total, reference.total
    if n < LEAST_CASES or m < LEAST_REFERENCE:
        return None
    classes = recent.counts.keys() | reference.counts.keys()
    index = 0.0
    for one in classes:
        p = (recent.counts.get(one, 0) + 0.5) / (n + len(classes) / 2)
        q = (reference.counts.get(one, 0) + 0.5) / (m + len(classes) / 2)
        index += (p - q) * math.log(p / q)
    by_chance = (len(classes) - 1) * (1 / n + 1 / m)
    return round(max(0.0, index - by_chance), 4)
