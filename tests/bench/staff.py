"""How well passages are found: BM25 and what was learned, on the train part of the legal questions of ../shared, by
cross-validation over questions and over whole laws; whether it knows when nothing answers (strange.txt holds questions
of other fields, written for this); how fast it is, and how great, with 100,000 passages.

python -m tests.bench.staff          the figures; 1 when what is asked for is missed
python -m tests.bench.staff fit      learns from all questions and writes the weights that are shipped
"""

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from assistant_staff.retrieval.fitting import STRENGTH
from assistant_staff.retrieval.searching import Index
from assistant_staff.retrieval.signals import SIGNALS
from assistant_staff.retrieval.weights import FILE, SURE, Weights
from kit import retrieval
from tests.bench.legal import (
    DATA,
    FORMS,
    ROUNDS,
    Asked,
    Judged,
    Learning,
    asked,
    indexed,
    judged,
    passages,
    questions,
    refined,
    taught,
)

STRANGE = Path(__file__).parent / "strange.txt"
LEAST_F2, LEAST_HIT3 = 0.85, 0.93
LEARNED: Mapping[str, Learning] = {"shipped": taught, "in use ": lambda cases: refined(taught(cases))}
"""The weights of the package, and what the first version makes of them with the questions of the product."""
HEAD = """# How much each signal speaks for a passage, and how sure that makes: assistant_staff/retrieval/weights.py.
# Written by `python -m tests.bench.staff fit`, never by hand. Learned from {count} legal questions (ALQAC 2023, train
# part), each in {forms} forms, strength {strength}. What that is worth: docs/decisions/0052.
"""


def cases(index: Index) -> dict[str, list[Asked]]:
    return {form: asked(index, form) for form in FORMS}


def told(rows: Sequence[Judged]) -> tuple[float, float]:
    return float(np.mean([one.f2 for one in rows])), float(np.mean([one.place <= 3 for one in rows]))


@cache
def words() -> retrieval.Index:
    """BM25 over syllables and pairs, with and without diacritics, as `kit.retrieval` counts by itself."""
    index = retrieval.Index()
    index.put((one.passage_id, f"{one.title}\n{one.text}") for one in passages())
    return index


def by_words(form: str) -> tuple[float, float]:
    index, rows = words(), []
    for one in questions():
        found = [hit.key in one.answers for hit in index.search(one.form(form), 50)]
        rows.append(Judged(found.index(True) + 1 if True in found else 51, len(one.answers), 0, 0))
    return told(rows)


def crossed(forms: Mapping[str, Sequence[Asked]], held_out: str, learning: Learning) -> list[dict[str, list[Judged]]]:
    return [judged(forms, held_out, round_, learning) for round_ in range(ROUNDS)]


def strange(index: Index, weights: Weights) -> list[float]:
    """How sure it is of the best passage for questions that nothing here answers."""
    found = [index.signals(line)[1] for line in STRANGE.read_text(encoding="utf-8").splitlines()]
    return [float(weights.probabilities(weights.scores(one)).max()) for one in found]


def write(weights: Weights, count: int) -> None:
    lines = [HEAD.format(count=count, forms=len(FORMS), strength=STRENGTH)]
    lines.append(f"threshold = {weights.threshold}\n\n[sure]")
    lines += [f"{name} = {value:.4f}" for name, value in zip(SURE, weights.sure, strict=True)]
    for at, name in enumerate(SIGNALS):
        row = {"middle": weights.middle[at], "spread": weights.spread[at], "weight": weights.order[at]}
        lines += [f"\n[signal.{name}]", *(f"{key} = {value:.4f}" for key, value in row.items())]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def show(forms: Mapping[str, Sequence[Asked]], index: Index) -> bool:
    """Whether what is asked for is reached, questions held out, as they stand."""
    for form in FORMS:
        print("{:8} BM25               F2@1 {:.3f}         hit@3 {:.3f}".format(form, *by_words(form)))
    enough = [shown(forms, index, name, learning) for name, learning in LEARNED.items()]
    return all(enough)


def shown(forms: Mapping[str, Sequence[Asked]], index: Index, name: str, learning: Learning) -> bool:
    enough = True
    for held_out in ("question", "law"):
        rounds = crossed(forms, held_out, learning)
        for form in FORMS:
            rows = [told(one[form]) for one in rounds]
            (own, hit3), spread = np.mean(rows, axis=0), np.std(rows, axis=0)[0]
            print(f"{form:8} {name}, {held_out:8} held out  F2@1 {own:.3f} ±{spread:.3f}  hit@3 {hit3:.3f}")
            enough &= form != "alone" or held_out == "law" or (own >= LEAST_F2 and hit3 >= LEAST_HIT3)
        others = strange(index, learning([one for part in forms.values() for one in part]))
        print(f"{name}, {held_out} held out  {certain([row for one in rounds for row in one['alone']], index, others)}")
    return enough


def certain(rows: Sequence[Judged], index: Index, others: Sequence[float]) -> str:
    here, away = [one.sure for one in rows], [one.astray for one in rows]
    right = [one.place == 1 for one in rows]
    limit = index.threshold
    return (
        f"AUROC {auroc(here, others):.3f} other fields, {auroc(here, away):.3f} own law taken out; "
        f"Brier {np.mean((np.array(here) - right) ** 2):.3f}, sure {np.mean(here):.3f}, right {np.mean(right):.3f}; "
        f"shown {np.mean(np.array(here) >= limit):.3f}, of other fields {np.mean(np.array(others) >= limit):.3f}"
    )


def auroc(here: Sequence[float], away: Sequence[float]) -> float:
    return float(roc_auc_score([1] * len(here) + [0] * len(away), [*here, *away]))


def main(asked_for: Sequence[str]) -> int:
    if not DATA.is_dir():
        print("the legal questions of ../shared are not on this machine; nothing was measured")
        return 0
    index = indexed(Weights.unlearned() if "fit" in asked_for else None)
    forms = cases(index)
    if "fit" in asked_for:
        write(taught([one for part in forms.values() for one in part]), len(forms["alone"]))
        return 0
    return int(not show(forms, index))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
