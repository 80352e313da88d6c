"""How the models of triage do on words that nobody wrote for them: headings of laws, names of administrative procedures
and questions about law, out of the real data beside the checkout (../shared/data; nothing is measured where it is
absent).

python -m tests.bench.outside

outside.tsv holds our labels alone: the field of each text, or several where each would be right, the likeliest first;
"none" where nothing can be told from it. `alone` is the text itself, `read` the text with its first page. Round A was
labelled before any figure was seen, and then looked at while topics and features were widened. Round B, other texts of
the same sources, was labelled after that and judges: nothing was changed once its figures were known.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from governance.models import MODELS
from governance.triage.examples import learned as to_learn
from governance.triage.facts import DocumentFacts
from kit.ml import artifact
from kit.ml.metrics import calibration
from kit.text import fold
from tests.models.learning import learned

LABELS = Path(__file__).parent / "outside.tsv"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FORMS = ("alone", "without diacritics", "read")
TOLD = ("all", "article", "procedure", "question")


@dataclass(frozen=True)
class Text:
    round: str
    kind: str
    heading: str
    words: str
    alone: Sequence[str]
    read: Sequence[str]

    def facts(self, form: str) -> DocumentFacts:
        heading = fold(self.heading) if form == "without diacritics" else self.heading
        return DocumentFacts(heading, text=self.words if form == "read" else "", arrived_on=date(2026, 11, 2))

    def right(self, form: str) -> Sequence[str]:
        return self.read if form == "read" else self.alone


def sources(data: Path = DATA) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Heading and words by kind and id."""
    found = {}
    for key, words in json.loads((data / "legal/articles.json").read_text(encoding="utf-8")).items():
        found["article", key] = words.strip().split("\n")[0], words.strip()
    for one in json.loads((data / "legal/train.json").read_text(encoding="utf-8")):
        found["question", one["question_id"]] = one["text"], ""
    for line in (data / "procedures/procedures.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        steps = one["content"]["trình_tự_thực_hiện"]
        found["procedure", one["thu_tuc_id"]] = one["metadata"]["tên_thủ_tục"], steps
    return found


def texts(data: Path = DATA) -> Iterator[Text]:
    """ValueError when a text is another than the one that was labelled."""
    known = sources(data)
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            heading, words = known[row["kind"], row["id"]]
            if hashlib.sha256(heading.encode()).hexdigest()[:12] != row["hash"]:
                raise ValueError(row["id"])
            yield Text(row["round"], row["kind"], heading, words, row["alone"].split("|"), row["read"].split("|"))


def judged(rows: Sequence[Text], form: str) -> Iterator[str]:
    """One line for each kind of text."""
    model, made = MODELS.get("document-field"), learned("document-field")
    fitted = artifact.read(model, made.data, made.digest)
    most = Counter(one.label for one in to_learn("field")).most_common(1)[0][0]
    told = model.probabilities(fitted, [one.facts(form).features() for one in rows])
    for kind in TOLD:
        part = [(one.right(form), said) for one, said in zip(rows, told, strict=True) if kind in ("all", one.kind)]
        yield f"{form:18} {kind:9} {_figures(part, model.threshold, model.gap, most)}"


def _figures(part: Sequence[tuple[Sequence[str], Mapping[str, float]]], least: float, gap: float, most: str) -> str:
    hits, firsts, three, simple, shown, sure = [], [], [], [], [], []
    for right, said in part:
        order = sorted(said, key=lambda label: -said[label])
        hit = order[0] in right
        sure.append((said[order[0]], hit))
        if said[order[0]] >= least and said[order[0]] - said[order[1]] >= gap:
            shown.append(hit)
        if right != ["none"]:
            hits.append(hit)
            firsts.append(order[0] == right[0])
            three.append(any(label in right for label in order[:3]))
            simple.append(most in right)
    bins = calibration([share for share, _ in sure], [hit for _, hit in sure])
    error = sum(one.count * abs(one.confidence - one.right) for one in bins) / len(sure)
    return (
        f"{len(part):3} texts, {len(hits):3} with a field: right {_share(hits)} (likeliest label {_share(firsts)}), "
        f"among three {_share(three)}, most frequent field {_share(simple)}; "
        f"shown {len(shown) / len(part):.2f}, right of them {_share(shown)}; calibration error {error:.3f}"
    )


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / max(1, len(found)):.3f}"


def alarms(rows: Sequence[Text]) -> str:
    """None of these is urgent."""
    model, made = MODELS.get("document-urgency"), learned("document-urgency")
    told = model.probabilities(
        artifact.read(model, made.data, made.digest), [one.facts("alone").features() for one in rows]
    )
    false = sum(1 - one["normal"] >= model.threshold for one in told)
    return f"urgency: {false} of {len(rows)} taken for urgent"


def main() -> int:
    if not DATA.is_dir():
        print("outside: the real data of ../shared is not on this machine; nothing was measured")
        return 0
    every = list(texts())
    for name in ("A", "B"):
        rows = [one for one in every if one.round == name]
        print(f"round {name}, {'looked at' if name == 'A' else 'judges'}")
        for form in FORMS:
            print("\n".join(judged(rows, form)))
        print(alarms(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
