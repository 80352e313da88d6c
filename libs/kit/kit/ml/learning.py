"""Fit, judge, and pack: what a training does once its examples are there. Pure work of a processor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from kit.ml import artifact
from kit.ml.card import Card, Predecessor, View, bins_of, data_facts, figures, reference_of, versions
from kit.ml.errors import TooFewExamples
from kit.ml.example import Example, parted
from kit.ml.model import Baseline, Model, Probabilities


@dataclass(frozen=True, slots=True)
class Learned:
    """`facts` is the card but for number, date and author."""

    data: bytes
    digest: str
    better: bool
    facts: dict[str, Any]

    def card(self, **rest: Any) -> Card:
        return Card(**self.facts, **rest)


@dataclass(frozen=True, slots=True)
class Current:
    """The version in use."""

    number: int
    fitted: Any


def learn(
    model: Model,
    examples: Sequence[Example],
    current: Current | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Learned:
    """TooFewExamples when there is nothing to learn from or to be judged by."""
    train, test = parted(examples)
    counted = model.counted(train)
    if counted < model.least_examples or not test or len({one.label for one in train}) < 2:
        raise TooFewExamples(train=counted, test=len(test), least=model.least_examples)
    tell("fitting")
    began = perf_counter()
    fitted = model.fit(train)
    seconds = perf_counter() - began
    tell("judging")
    facts = _judged(model, fitted, train, test)
    facts["predecessor"] = _predecessor(model, current, test)
    data = artifact.write(model, fitted)
    facts |= {"seconds": round(seconds, 2), "artifact_bytes": len(data), "artifact_sha256": artifact.digest(data)}
    return Learned(data, facts["artifact_sha256"], facts["better"], facts)


def _judged(model: Model, fitted: Any, train: Sequence[Example], test: Sequence[Example]) -> dict[str, Any]:
    answers = model.probabilities(fitted, [one.features for one in test])
    baseline = model.baseline(train)
    own, other = model.judge(answers, test), model.judge(_said(baseline, test), test)
    return {
        "model": model.name,
        "origin": model.origin,
        **data_facts(train, test),
        "measure": model.measure,
        "higher_is_better": model.higher_is_better,
        "better": model.is_better(own.figures, other.figures),
        "metrics": figures(own),
        "baseline": figures(other),
        "calibration": bins_of(own.calibration),
        "by_label": {label: dict(one) for label, one in own.by_label.items()},
        "views": {name: _view(model, fitted, baseline, part) for name, part in model.views(test).items() if part},
        "reference": reference_of(model, answers, test),
        "threshold": model.threshold,
        "gap": model.gap,
        "versions": versions(),
        "limits": model.limits,
    }


def _view(model: Model, fitted: Any, baseline: Baseline, part: Sequence[Example]) -> View:
    own = model.judge(model.probabilities(fitted, [one.features for one in part]), part)
    return View(count=len(part), metrics=figures(own), baseline=figures(model.judge(_said(baseline, part), part)))


def _said(baseline: Baseline, test: Sequence[Example]) -> list[Probabilities]:
    return [baseline.probabilities(one.features) for one in test]


def _predecessor(model: Model, current: Current | None, test: Sequence[Example]) -> Predecessor | None:
    if current is None:
        return None
    answers = model.probabilities(current.fitted, [one.features for one in test])
    return Predecessor(number=current.number, metrics=figures(model.judge(answers, test)))
