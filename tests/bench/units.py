"""How good the model of the lead unit is, on made decisions: against the unit that led most of this sender's documents,
and against what is suggested before there is a model.

python -m tests.bench.units [settling | judging] [seed]

Everything is made and says so: matters of units.toml in common turns of phrase, senders that write to several units,
one decision in twelve to any unit, matters that a leader now and then gives elsewhere, a third of them unknown until
the period that judges. It learns from the last so many decisions before that period, of three agencies together, and
is judged by the period, as it is typed with and without diacritics.
"""

import random
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from governance.models import MODELS
from governance.triage.facts import DocumentFacts
from governance.triage.field import spoken
from governance.triage.unit import DocumentUnit, named
from kit.ml import Baseline, Example, artifact
from kit.ml.metrics import calibration
from kit.ml.model import Probabilities
from kit.text import fold
from tests.models.learning import learned

FILE = Path(__file__).parent / "units.toml"
ANYBODY = ("UBND tỉnh", "Văn phòng UBND tỉnh", "UBND xã Hiệp Hòa", "UBND phường Chũ", "UBND xã Gia Bình", "Công dân")
PHRASES = {
    "settling": ("V/v {matter}", "Báo cáo kết quả {matter}", "Đề nghị cho ý kiến về {matter}", "Kế hoạch {matter}"),
    "judging": ("Về việc {matter}", "Xem xét, giải quyết {matter}", "Họp bàn {matter}", "{Matter} trên địa bàn"),
}
TAILS = ("", "", " năm 2026", " theo chỉ đạo của Chủ tịch UBND tỉnh", " tại xã Yên Dũng", " quý IV", " (lần 2)")
SILENT = ("V/v phúc đáp công văn", "Báo cáo theo yêu cầu", "Trả lời kiến nghị", "Gửi tài liệu họp")
NOISE, ELSEWHERE, SAYING_NOTHING, LATE = 1 / 12, 0.3, 0.06, 1 / 3
STARTS, JUDGED = (60, 300, 1000), 1000
MODEL = DocumentUnit()
PART, SEED = "judging", 710204


@dataclass(frozen=True)
class Decision:
    agency: str
    unit: str
    subject: str
    sender: str
    matter: str

    def features(self, field: str) -> dict[str, Any]:
        told = {"subject": self.subject, "sender": self.sender, "kind": "cong-van", "text": ""}
        return {**told, "agency": self.agency, "field": field}


@dataclass
class Office:
    code: str
    senders: Sequence[str]
    units: Sequence[str]
    matters: Sequence[tuple[str, str, str]]
    """Matter, unit that leads it, unit it is now and then given to."""


def offices(part: str) -> list[Office]:
    found = []
    for code, facts in tomllib.loads(FILE.read_text(encoding="utf-8"))[part].items():
        split = [(line.partition(" > "), unit) for unit, lines in facts["units"].items() for line in lines]
        matters = [(matter, unit, other or unit) for (matter, _, other), unit in split]
        found.append(Office(code, [*facts["senders"], *ANYBODY], list(facts["units"]), matters))
    return found


def decisions(part: str, seed: int, count: int) -> list[Decision]:
    """In the order of time; the last JUDGED of them judge."""
    chance = random.Random(seed)
    places = offices(part)
    late, usual = _habits(chance, places)
    return [
        _decision(chance, part, places, usual, set() if number >= count - JUDGED else late) for number in range(count)
    ]


def _habits(chance: random.Random, places: Sequence[Office]) -> tuple[set[str], dict[str, list[str]]]:
    """Which matters come up late, and who usually writes about what."""
    late = {matter for place in places for matter, _, _ in place.matters if chance.random() < LATE}
    usual = {matter: chance.sample(list(place.senders), 3) for place in places for matter, _, _ in place.matters}
    return late, usual


def _decision(
    chance: random.Random, part: str, places: Sequence[Office], usual: dict[str, list[str]], unknown: set[str]
) -> Decision:
    place = chance.choice(places)
    matter, unit, other = chance.choice([one for one in place.matters if one[0] not in unknown])
    if chance.random() < NOISE:
        unit = chance.choice(list(place.units))
    elif chance.random() < ELSEWHERE:
        unit = other
    sender = chance.choice(usual[matter] if chance.random() < 0.7 else list(place.senders))
    phrase = chance.choice(PHRASES[part])
    subject = phrase.format(matter=matter, Matter=matter[:1].upper() + matter[1:]) + chance.choice(TAILS)
    if chance.random() < SAYING_NOTHING:
        subject = chance.choice(SILENT)
    return Decision(place.code, unit, subject, sender, matter)


class Fields:
    """The packaged model of fields, as it is served."""

    def __init__(self) -> None:
        self.model, made = MODELS.get("document-field"), learned("document-field")
        self.fitted = artifact.read(self.model, made.data, made.digest)

    def of(self, told: Sequence[Decision]) -> list[Probabilities]:
        features = [DocumentFacts(one.subject, one.sender, "cong-van").features() for one in told]
        return self.model.probabilities(self.fitted, features)


def labelled(one: Decision) -> str:
    return f"{one.agency}/{one.unit}"


def among(shares: Probabilities, place: Office) -> dict[str, float]:
    """Of its own units, adding up to 1; alike where nothing is known."""
    kept = {unit: shares.get(f"{place.code}/{unit}", 0.0) for unit in place.units}
    whole = sum(kept.values())
    return {unit: share / whole if whole else 1 / len(kept) for unit, share in kept.items()}


def figures(told: Sequence[dict[str, float]], truth: Sequence[str], threshold: float, gap: float) -> str:
    """Accuracy of the first and the first three, calibration error, and how many are shown and right."""
    right, three, sure, shown = [], [], [], []
    for shares, unit in zip(told, truth, strict=True):
        order = sorted(shares, key=lambda one: -shares[one])
        right.append(order[0] == unit)
        three.append(unit in order[:3])
        sure.append(shares[order[0]])
        if sure[-1] >= threshold and sure[-1] - shares[order[1]] >= gap:
            shown.append(right[-1])
    bins = calibration(sure, right)
    error = sum(one.count * abs(one.confidence - one.right) for one in bins) / len(truth)
    kept = sum(shown) / len(shown) if shown else 0.0
    return (
        f"@1 {sum(right) / len(right):.3f}  @3 {sum(three) / len(three):.3f}  calibration error {error:.3f}  "
        f"shown {len(shown) / len(right):.2f}, right of them {kept:.3f}"
    )


class Trial:
    """One stream of decisions, judged in its last period."""

    def __init__(self, part: str, seed: int) -> None:
        stream = decisions(part, seed, STARTS[-1] + JUDGED)
        self.before, self.judged = stream[:-JUDGED], stream[-JUDGED:]
        self.places, self.fields = {place.code: place for place in offices(part)}, Fields()
        self.known = self.fields.of(self.before)
        self.forms = {"with": self.judged, "without": [replace(one, subject=fold(one.subject)) for one in self.judged]}
        self.told = {form: self.fields.of(rows) for form, rows in self.forms.items()}

    def of_sender(self, form: str, start: int) -> str:
        return self._figures(form, MODEL.baseline(self._learned(start)))

    def by_names(self, form: str) -> str:
        """Nobody has decided anything yet."""
        pairs = zip(self.forms[form], self.told[form], strict=True)
        shares = [spoken(self.places[one.agency].units, fields) for one, fields in pairs]
        spread = [{unit: share or 1e-9 for unit, share in one.items()} for one in shares]
        return self._told(form, [{unit: share / sum(one.values()) for unit, share in one.items()} for one in spread])

    def by_model(self, form: str, fitted: Any) -> str:
        return self._figures(form, fitted)

    def fitted(self, start: int) -> Any:
        names = [
            example
            for place in self.places.values()
            for unit in place.units
            for example in named(place.code, f"{place.code}/{unit}", unit)
        ]
        return MODEL.fit([*names, *self._learned(start)])

    def _learned(self, start: int) -> list[Example]:
        rows = zip(self.before[-start:], self.known[-start:], strict=True)
        return [Example(one.features(best(shares)), labelled(one), source="correction") for one, shares in rows]

    def _figures(self, form: str, by: Any) -> str:
        rows = self.forms[form]
        features = [one.features(best(shares)) for one, shares in zip(rows, self.told[form], strict=True)]
        simple = isinstance(by, Baseline)
        answers = [by.probabilities(one) for one in features] if simple else MODEL.probabilities(by, features)
        return self._told(form, [among(said, self.places[one.agency]) for said, one in zip(answers, rows, strict=True)])

    def _told(self, form: str, shares: Sequence[dict[str, float]]) -> str:
        return figures(shares, [one.unit for one in self.forms[form]], MODEL.threshold, MODEL.gap)


def best(shares: Probabilities) -> str:
    return max(shares, key=lambda label: shares[label])


def main(part: str = PART, seed: int = SEED) -> int:
    trial = Trial(part, seed)
    units = sum(len(place.units) for place in trial.places.values())
    print(
        f"lead unit, made decisions ({part}, seed {seed}): {len(trial.places)} agencies, {units} units, {JUDGED} judge"
    )
    for form in trial.forms:
        print(f"    0 decisions, {form} diacritics: by names of units       {trial.by_names(form)}")
    for start in STARTS:
        fitted = trial.fitted(start)
        for form in trial.forms:
            print(f"{start:5} decisions, {form} diacritics: most frequent of sender {trial.of_sender(form, start)}")
            print(f"{start:5} decisions, {form} diacritics: the model               {trial.by_model(form, fitted)}")
    return 0


if __name__ == "__main__":
    asked = dict(zip(("part", "seed"), sys.argv[1:], strict=False))
    sys.exit(main(asked.get("part", PART), int(asked.get("seed", SEED))))
