"""Action items and decisions in notes: the model against keyword rules, by language, with and without diacritics; on
sentences of laws and procedures that others wrote; and how long notes of 200 sentences take.

notes.tsv was written before features, patterns and examples were last changed, and its errors were not looked at one by
one. Of talk it says how well sentences are ranked where items are rare, as in transcripts (`RARE`): its sentences count
so much that action items and decisions are that part of all.

python -m tests.bench.proposals

proposals.tsv holds our labels alone, given before any answer was seen: sentences of laws and of administrative
procedures out of the real data beside the checkout (../shared/data; not measured where it is absent). A third of them
was drawn for words that charge somebody or put something into force, the rest at random. Several labels where each
would be right: a law that charges a ministry is as much a rule as a task.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time

from sklearn.metrics import average_precision_score

from kit.ml import Example, artifact
from kit.ml.metrics import classification
from kit.ml.model import Probabilities
from kit.ml.serving import Active
from kit.ml.use import Uses
from meetings.models import MODELS
from meetings.proposal.examples import features_of, judged
from meetings.proposal.model import NoteSentence, without_marks
from meetings.proposal.person import Directory, Known
from meetings.proposal.proposing import propose
from meetings.proposal.rules import LABELS, KeywordRules, by_keywords
from meetings.proposal.sentence import sentences
from tests.models.learning import learned, told

LABELLED = Path(__file__).parent / "proposals.tsv"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NOTES = Path(__file__).parent / "notes.tsv"
RARE = 0.04
DAY, MOST_MS = date(2026, 11, 26), 200


def active() -> Active:
    """As it is served: read back from what a training wrote."""
    made, model = learned(NoteSentence.name), MODELS.get(NoteSentence.name)
    return Active(model, 1, artifact.read(model, made.data, made.digest), Uses())


@dataclass(frozen=True)
class Text:
    words: str
    right: Sequence[str]


def texts(data: Path = DATA) -> Iterator[Text]:
    """ValueError when a text is another than the one that was labelled."""
    bodies = dict(_bodies(data))
    with LABELLED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sentence = sentences_of(bodies[row["kind"], row["id"]])[int(row["place"])]
            if hashlib.sha256(sentence.encode()).hexdigest()[:12] != row["hash"]:
                raise ValueError(row["id"])
            yield Text(sentence, row["right"].split("|"))


def sentences_of(body: str) -> list[str]:
    return [one.text for one in sentences(body)]


def _bodies(data: Path) -> Iterator[tuple[tuple[str, str], str]]:
    for key, words in json.loads((data / "legal/articles.json").read_text(encoding="utf-8")).items():
        yield ("article", key), words
    for line in (data / "procedures/procedures.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        yield ("procedure", one["thu_tuc_id"]), one["content"]["trình_tự_thực_hiện"]


def outside(data: Path = DATA) -> tuple[float, float]:
    """Right of the sentences that others wrote: the model, the keywords."""
    rows, serving = list(texts(data)), active()
    said = serving.model.probabilities(serving.fitted, [features_of(one.words) for one in rows])
    own = [max(LABELS, key=lambda label: answer[label]) in one.right for one, answer in zip(rows, said, strict=True)]
    simple = [by_keywords(one.words) in one.right for one in rows]
    return sum(own) / len(rows), sum(simple) / len(rows)


def figures(name: str, part: Sequence[Example]) -> Iterator[str]:
    """A line for the model and one for the rules: precision, recall and F1 of each label."""
    serving = active()
    rules = KeywordRules([one for one in told(NoteSentence.name) if one.side == "train"])
    answers: Mapping[str, Sequence[Probabilities]] = {
        "model": serving.model.probabilities(serving.fitted, [one.features for one in part]),
        "keywords": [rules.probabilities(one.features) for one in part],
    }
    for whose, said in answers.items():
        found = classification(said, [one.label for one in part])
        labels = "  ".join(
            f"{label} {one['precision']:.2f}/{one['recall']:.2f}/{one['f1']:.2f}"
            for label, one in found.by_label.items()
        )
        whole = " ".join(f"{key} {found.figures[key]:.3f}" for key in ("accuracy", "f1", "brier", "calibration_error"))
        yield f"{name:20} {whose:9} {len(part):3}  {whole}  P/R/F1: {labels}"


def noted(kind: str) -> list[Example]:
    with NOTES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["kind"] == kind]
    return [Example(features_of(row["sentence"]), row["label"], split="test", group=kind) for row in rows]


def ranked(part: Sequence[Example], label: str) -> tuple[float, float]:
    """Average precision where items are rare: the model, the keywords."""
    serving = active()
    right = [one.label == label for one in part]
    rare = sum(one.label != "other" for one in part) * (1 - RARE) / RARE / sum(one.label == "other" for one in part)
    weights = [rare if one.label == "other" else 1.0 for one in part]
    said = serving.model.probabilities(serving.fitted, [one.features for one in part])
    simple = [by_keywords(str(one.features["sentence"])) == label for one in part]
    own = average_precision_score(right, [answer[label] for answer in said], sample_weight=weights)
    return float(own), float(average_precision_score(right, simple, sample_weight=weights))


def later_parts() -> Mapping[str, Sequence[Example]]:
    return {
        "vietnamese": noted("vi"),
        "without diacritics": without_marks(noted("vi")),
        "english, written": noted("en"),
        "english, talk": noted("talk"),
    }


def parts() -> Mapping[str, Sequence[Example]]:
    vietnamese = judged("vi")
    return {
        "vietnamese": vietnamese,
        "without diacritics": without_marks(vietnamese),
        "english, written": judged("en"),
        "english, talk": judged("talk"),
        "all": judged(),
    }


def slow_ms(count: int, rounds: int = 7) -> float:
    """Processor time, the least of several rounds: notes of so many sentences, 300 people and 209 agencies."""
    written = [str(one.features["sentence"]) for one in judged()]
    notes = "\n".join(f"- {written[at % len(written)]}" for at in range(count))
    known = [Known("person", str(at), f"Nguyễn Văn Người{at}", "Trưởng phòng, Sở Y tế") for at in range(300)]
    known += [Known("agency", f"H02.{at}", f"Ủy ban nhân dân xã Số {at}") for at in range(209)]
    serving, times = active(), []
    for _ in range(rounds):
        start = process_time()
        propose(serving, notes, Directory(known), DAY, datetime.now(UTC))
        times.append((process_time() - start) * 1000)
    return min(times)


def main() -> int:
    """1 when the notes of a long meeting take longer than a secretary should wait."""
    for name, part in parts().items():
        print("\n".join(figures(name, part)))
    print("notes.tsv")
    for name, part in later_parts().items():
        print("\n".join(figures(name, part)))
    for label in ("action", "decision"):
        own, simple = ranked(noted("talk"), label)
        print(f"talk, {RARE:.0%} items: average precision of {label} {own:.3f}, keywords {simple:.3f}")
    if DATA.is_dir():
        own, simple = outside()
        print(f"sentences of laws and procedures: right {own:.3f}, keywords {simple:.3f}")
    else:
        print("laws and procedures: the real data of ../shared is not on this machine; nothing was measured")
    taken = slow_ms(200)
    print(f"notes of 200 sentences: {taken:.0f} ms")
    return int(taken > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
