"""Figures of probabilistic answers, all by the textbook: Brier (1950, over all classes, 0 best, 2 worst), logarithmic
loss in nats, expected calibration error over ten bins of equal width (Naeini 2015), F1 averaged over labels."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BINS = 10
LEAST = 1e-15


@dataclass(frozen=True, slots=True)
class Bin:
    """Of answers as sure as this: how sure on average, how many of them right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Metrics:
    figures: Mapping[str, float]
    calibration: Sequence[Bin] = ()
    by_label: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Precision, recall, F1 and the count of each label."""


def classification(answers: Sequence[Mapping[str, float]], truth: Sequence[str], *, threshold: float = 0.0) -> Metrics:
    """`coverage` and `accuracy_shown`: of answers at least as sure as the threshold."""
    chosen = [max(answer, key=lambda label: answer[label]) for answer in answers]
    sure = [answer[label] for answer, label in zip(answers, chosen, strict=True)]
    right = [a == b for a, b in zip(chosen, truth, strict=True)]
    bins = calibration(sure, right)
    shown = [hit for hit, share in zip(right, sure, strict=True) if share >= threshold]
    by_label = _by_label(chosen, truth)
    figures = {
        "accuracy": _mean(right),
        "f1": _mean([one["f1"] for one in by_label.values()]),
        "brier": _mean([brier(answer, label) for answer, label in zip(answers, truth, strict=True)]),
        "log_loss": _mean([-math.log(max(a.get(t, 0.0), LEAST)) for a, t in zip(answers, truth, strict=True)]),
        "calibration_error": sum(one.count * abs(one.confidence - one.right) for one in bins) / max(1, len(truth)),
        "coverage": len(shown) / max(1, len(right)),
        "accuracy_shown": _mean(shown),
    }
    return Metrics({name: round(value, 4) for name, value in figures.items()}, bins, by_label)


def brier(answer: Mapping[str, float], truth: str) -> float:
    """Squared distance from certainty of what was true."""
    missed = 0.0 if truth in answer else 1.0
    return missed + sum((share - (label == truth)) ** 2 for label, share in answer.items())


def calibration(sure: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    filled: dict[int, list[tuple[float, bool]]] = {}
    for share, hit in zip(sure, right, strict=True):
        filled.setdefault(min(int(share * BINS), BINS - 1), []).append((share, hit))
    return [
        Bin(len(rows), round(_mean([share for share, _ in rows]), 4), round(_mean([hit for _, hit in rows]), 4))
        for _, rows in sorted(filled.items())
    ]


def _by_label(chosen: Sequence[str], truth: Sequence[str]) -> dict[str, dict[str, float]]:
    """Of the labels that occur in truth."""
    said, true = Counter(chosen), Counter(truth)
    hits = Counter(label for label, other in zip(chosen, truth, strict=True) if label == other)
    found = {}
    for label, count in sorted(true.items()):
        precision, recall = hits[label] / max(1, said[label]), hits[label] / count
        f1 = 2 * precision * recall / (precision + recall) if hits[label] else 0.0
        found[label] = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
        found[label]["count"] = float(count)
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
