"""How well action items and decisions are found, on sentences written by hand that nothing was tuned on.

Measured with seed 2663 and scikit-learn 1.9 (`python -m tests.bench.proposals`); the bounds leave room for another
version of a library, not for another model.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kit.ml import artifact
from kit.ml.card import View
from kit.ml.metrics import classification
from kit.text import fold
from meetings.proposal.examples import judged
from meetings.proposal.examples import learned as to_learn
from meetings.proposal.generation import made
from meetings.proposal.model import NoteSentence
from meetings.proposal.person import Directory
from meetings.proposal.proposing import propose
from meetings.proposal.rules import by_keywords
from meetings.proposal.sentence import is_talk, sentences
from tests.bench.proposals import DAY, active, later_parts, noted, outside, ranked, slow_ms
from tests.models.learning import learned

NAME = NoteSentence.name


def test_what_is_learned_from_is_made_the_same_every_time() -> None:
    once, again = list(made()), list(made())
    assert once == again
    assert {one.label for one in once} == {"action", "decision", "other"}


def test_nothing_that_is_judged_by_was_learned() -> None:
    seen = {fold(str(one.features["sentence"])) for one in to_learn()}
    judging = [*judged(), *(one for part in later_parts().values() for one in part)]
    again = [one for one in judging if fold(str(one.features["sentence"])) in seen]
    assert not [one for one in again if len(str(one.features["sentence"])) > 12]


@pytest.mark.parametrize(
    ("view", "least"),
    [("vietnamese", 0.7), ("without_marks", 0.7), ("english_written", 0.7), ("english_talk", 0.8)],
)
def test_it_finds_more_than_keywords(view: str, least: float) -> None:
    own: View = learned(NAME).facts["views"][view]
    assert own.metrics["f1"] >= least
    assert own.metrics["f1"] >= own.baseline["f1"] + 0.1


def test_sentences_that_were_written_before_it_was_changed() -> None:
    serving = active()
    for name, part in later_parts().items():
        said = serving.model.probabilities(serving.fitted, [one.features for one in part])
        found = classification(said, [one.label for one in part])
        assert found.figures["f1"] >= 0.83, name


@pytest.mark.parametrize("label", ["action", "decision"])
def test_of_talk_what_is_an_item_ranks_before_what_is_none(label: str) -> None:
    own, keywords = ranked(noted("talk"), label)
    assert own >= 0.65
    assert keywords <= 0.2


def test_of_a_transcript_only_what_is_rather_sure_is_proposed() -> None:
    said = [str(one.features["sentence"]) for one in noted("talk")]
    few = propose(active(), "\n".join(said), Directory([]), DAY, datetime.now(UTC))
    assert is_talk(sentences("\n".join(said)))
    assert all(sum(one.shares[kind] for kind in ("action", "decision")) >= 0.7 for one in few)
    assert not is_talk(sentences("\n".join(str(one.features["sentence"]) for one in [*noted("vi"), *noted("en")])))


def test_it_beats_its_baseline_and_knows_how_sure_it_is() -> None:
    facts = learned(NAME).facts
    assert learned(NAME).better
    assert facts["metrics"]["calibration_error"] <= 0.12
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
