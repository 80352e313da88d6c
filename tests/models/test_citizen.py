"""How well citizens' questions are understood, on questions written by hand before anything was tuned.

Measured with seed 2663 and scikit-learn 1.9 (`python -m tests.bench.citizen`); the bounds leave room for another
version of a library, not for another model.
"""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_citizen.understanding import examples
from assistant_citizen.understanding.asking import ASPECT, ASPECTS, INTENT, INTENTS
from assistant_citizen.understanding.deciding import IN_SCOPE
from kit.ml import Model
from tests.bench.citizen import Asker, accuracy, by_name, outside, parts, questions, records, varied, without_marks
from tests.models.learning import learned

SYLLABLES = sorted({word for one in examples.intents() for word in str(one.features["text"]).split()})


@cache
def asker() -> Asker:
    return Asker(records())


@cache
def by_words() -> Asker:
    return Asker([], trained=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES), max_size=16).map(" ".join) | st.text(max_size=60))
def test_shares_of_a_question_are_those_that_scikit_learn_gives(text: str) -> None:
    for name in (ASPECT, INTENT):
        active = by_words().active(name)
        assert active is not None
        (own,) = active.model.probabilities(active.fitted, [{"text": text}])
        (told,) = Model.probabilities(active.model, active.fitted, [{"text": text}])
        assert own == pytest.approx(told, abs=1e-9)


def test_what_is_learned_from_is_made_the_same_every_time() -> None:
    assert examples.aspects.__wrapped__() == examples.aspects()
    assert {one.label for one in examples.aspects()} == set(ASPECTS)
    assert {one.label for one in examples.intents()} == set(INTENTS)


def test_nothing_that_is_judged_by_was_learned() -> None:
    seen = {str(one.features["text"]) for one in (*examples.aspects(), *examples.intents())}
    assert not [
        one.text for name in ("citizen_questions", "citizen_hard") for one in questions(name) if one.text in seen
    ]
    asked = [one.text for half in ("development", "untouched") for part in varied(half) for one in part]
    assert len(asked) == 179
    assert not [text for text in asked if text in seen]
    assert not [text for text, intent in outside() if intent == "out_of_scope" and text in seen]


def test_both_beat_their_baselines() -> None:
    for name in (ASPECT, INTENT):
        assert learned(name).better
    assert learned(ASPECT).facts["metrics"]["accuracy"] >= 0.9


def test_the_right_procedure_and_its_side(shared: Path) -> None:
    assert shared.is_dir()
    told = accuracy(asker(), questions("citizen_questions"))
    assert told["first"] >= 0.9
    assert told["three"] >= 0.95
    assert told["aspect"] >= 0.88
    assert told["auroc"] >= 0.95


def test_varied_questions_nobody_looked_at(shared: Path) -> None:
    assert shared.is_dir()
    real, _ = varied("untouched")
    told = accuracy(asker(), real)
    assert told["first"] >= 0.88
    assert told["three"] >= 0.95
    assert told["aspect"] >= 0.92


def test_without_diacritics_little_is_lost(shared: Path) -> None:
    assert shared.is_dir()
    asked = questions("citizen_questions")
    assert accuracy(asker(), without_marks(asked))["first"] >= accuracy(asker(), asked)["first"] - 0.05


def test_everyday_words_are_understood_far_better_than_by_names(shared: Path) -> None:
    assert shared.is_dir()
    for name in ("everyday, seen", "everyday, unseen"):
        asked = parts()[name]
        assert accuracy(asker(), asked)["first"] >= by_name(asked) + 0.15


def test_what_is_not_ours_is_said_to_be_not_ours(shared: Path) -> None:
    assert shared.is_dir()
    strange = [asker().ask(text).in_scope for text, _ in outside("out_of_scope")]
    assert sum(one < IN_SCOPE for one in strange) / len(strange) >= 0.85
