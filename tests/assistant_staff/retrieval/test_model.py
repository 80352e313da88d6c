"""The order of passages learns from what is packaged and from officials, and is never worse than BM25 alone."""

import numpy as np
import pytest

from assistant_staff.retrieval import examples
from assistant_staff.retrieval.examples import MOST_ROWS, NONE
from assistant_staff.retrieval.model import PassageOrder, packed, shares, unpacked
from assistant_staff.retrieval.signals import SIGNALS
from assistant_staff.retrieval.weights import learned
from kit.ml import Example
from kit.ml.artifact import digest, read, write
from kit.ml.learning import Learned, learn

MODEL = PassageOrder()


@pytest.fixture(scope="module")
def packaged() -> list[Example]:
    return examples.packaged()


@pytest.fixture(scope="module")
def first(packaged: list[Example]) -> Learned:
    return learn(MODEL, packaged)


def test_the_first_version_beats_words_alone(first: Learned) -> None:
    own, words = first.facts["metrics"], first.facts["baseline"]
    assert first.better
    assert own["brier"] < words["brier"]
    assert own["accuracy"] > words["accuracy"] + 0.03
    assert first.facts["views"]["unanswered"].metrics["accuracy"] > 0.8


def test_it_stays_near_what_it_began_with(first: Learned) -> None:
    """So that what was measured on legal questions still holds: tests/bench/staff.py."""
    weights = unpacked(read(MODEL, first.data, first.digest))
    order = learned().order
    assert float(weights.order @ order) / float(np.linalg.norm(weights.order) * np.linalg.norm(order)) > 0.99


def test_read_back_it_answers_the_same(first: Learned, packaged: list[Example]) -> None:
    fitted = read(MODEL, first.data, first.digest)
    again = write(MODEL, packed(unpacked(fitted)))
    features = [one.features for one in packaged[:5]]
    assert MODEL.probabilities(read(MODEL, again, digest(again)), features) == MODEL.probabilities(fitted, features)


def test_shares_add_up_and_nothing_found_is_none(packaged: list[Example]) -> None:
    for one in packaged[:20]:
        told = shares(learned(), np.array(one.features["rows"]).reshape(-1, len(SIGNALS)))
        assert sum(told.values()) == pytest.approx(1)
        assert one.label in told
    assert shares(learned(), np.zeros((0, len(SIGNALS)))) == {NONE: 1.0}


def test_what_officials_say_again_and_again_changes_the_order(packaged: list[Example]) -> None:
    """A passage whose title is asked for, which words alone put second."""
    rows = np.zeros((2, len(SIGNALS)))
    rows[:, SIGNALS.index("words")] = 0.5, 0.47
    rows[1, SIGNALS.index("title_asked")] = 0.1
    features = {"rows": rows.tolist()}
    said = [Example(features, "2", source="correction", split="train", group=str(at)) for at in range(40)]
    before, after = MODEL.fit(packaged[:60]), MODEL.fit([*packaged[:60], *said])
    at_first, then = (MODEL.probabilities(one, [features])[0] for one in (before, after))
    assert max(at_first, key=lambda label: at_first[label]) != "2"
    assert max(then, key=lambda label: then[label]) == "2"
    assert next(one.words for one in MODEL.explain(after, features, "2")) == "title_asked"


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([[0.0] * 3], "1"),
        ([[float("nan")] * len(SIGNALS)], "1"),
        ([["x"] * len(SIGNALS)], "1"),
        ([[0.0] * len(SIGNALS)], "2"),
        ([[0.0] * len(SIGNALS)], "first"),
        ([[0.0] * len(SIGNALS)] * (MOST_ROWS + 1), "1"),
    ],
)
def test_what_is_no_example_is_not_learned(rows: list[list[object]], label: str) -> None:
    assert not MODEL.can_learn({"rows": rows}, label)
    assert MODEL.can_learn({"rows": [[0.0] * len(SIGNALS)]}, "1")
    assert MODEL.can_learn({"rows": []}, NONE)
