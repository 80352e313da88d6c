"""How well action items and decisions are found, on sentences written by hand that nothing was tuned on.

Measured with seed 2663 and scikit-learn 1.9 (`python -m tests.bench.proposals`); the bounds leave room for another
version of a library, not for another model.
"""

from pathlib import Path

import pytest

from kit.ml import artifact
from kit.ml.card import View
from kit.text import fold
from meetings.proposal.examples import judged
from meetings.proposal.examples import learned as to_learn
from meetings.proposal.generation import made
from meetings.proposal.model import NoteSentence
from meetings.proposal.rules import by_keywords
from tests.bench.proposals import outside, slow_ms
from tests.models.learning import learned

NAME = NoteSentence.name


def test_what_is_learned_from_is_made_the_same_every_time() -> None:
    once, again = list(made()), list(made())
    assert once == again
    assert {one.label for one in once} == {"action", "decision", "other"}


def test_nothing_that_is_judged_by_was_learned() -> None:
    seen = {fold(str(one.features["sentence"])) for one in to_learn()}
    again = [one for one in judged() if fold(str(one.features["sentence"])) in seen]
    assert not [one for one in again if len(str(one.features["sentence"])) > 12]


@pytest.mark.parametrize(
    ("view", "least"),
    [("vietnamese", 0.55), ("without_marks", 0.55), ("english_written", 0.62), ("english_talk", 0.64)],
)
def test_it_finds_more_than_keywords(view: str, least: float) -> None:
    own: View = learned(NAME).facts["views"][view]
    assert own.metrics["f1"] >= least
    assert own.metrics["f1"] >= own.baseline["f1"] + 0.1


def test_it_beats_its_baseline_and_knows_how_sure_it_is() -> None:
    facts = learned(NAME).facts
    assert learned(NAME).better
    assert facts["metrics"]["calibration_error"] <= 0.17
    assert facts["metrics"]["accuracy_shown"] >= facts["metrics"]["accuracy"]


def test_keywords_are_what_a_secretary_would_search_for() -> None:
    assert by_keywords("Giao Sở Y tế báo cáo") == by_keywords("giao so y te bao cao") == "action"
    assert by_keywords("Hội nghị thống nhất") == by_keywords("We decided to wait") == "decision"
    assert by_keywords("Trời mưa") == "other"


def test_reasons_stand_in_the_sentence() -> None:
    model, made_ = NoteSentence(), learned(NAME)
    fitted = artifact.read(model, made_.data, made_.digest)
    for one in judged()[:40]:
        sentence, lead = (str(one.features[name]) for name in ("sentence", "lead"))
        for reason in model.explain(fitted, one.features, one.label):
            assert reason.words.lower() in f"{sentence} {lead}".lower()
            assert 0 < reason.weight <= 1


def test_on_sentences_of_laws_it_is_better_than_keywords(shared: Path) -> None:
    own, keywords = outside(shared / "data")
    assert own >= 0.7
    assert own > keywords


def test_two_hundred_sentences_take_less_than_a_moment() -> None:
    """200 ms is what is asked for; several times that on a machine that others use too."""
    assert slow_ms(200, rounds=3) < 1000
