"""On legal questions of others the right article is found more often than by words alone, also of laws that nothing was
learned from, and questions of other fields are known for what they are.

Measured by `python -m tests.bench.staff` (decision 0052); the bounds leave room for another version of a library, not
for another model.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from assistant_staff.retrieval.searching import Index
from assistant_staff.retrieval.weights import learned
from tests.bench.legal import Asked, indexed, judged, passages
from tests.bench.staff import auroc, by_words, cases, strange, told


@cache
def index() -> Index:
    return indexed()


@cache
def forms() -> Mapping[str, Sequence[Asked]]:
    return cases(index())


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(("form", "least"), [("alone", 0.86), ("options", 0.93), ("bare", 0.85)])
def test_first_and_among_three(form: str, least: float) -> None:
    first, among_three = told(judged(forms(), "law", 0)[form])
    words, _ = by_words(form)
    assert first >= least
    assert first >= words + 0.02
    assert among_three >= 0.93


@pytest.mark.usefixtures("shared")
def test_it_knows_what_nothing_here_answers() -> None:
    rows = judged(forms(), "law", 0)["alone"]
    others = strange(index(), learned())
    sure = [one.sure for one in rows]
    assert auroc(sure, others) >= 0.97
    assert auroc(sure, [one.astray for one in rows]) >= 0.9
    assert max(others) < index().threshold
    assert sum(one >= index().threshold for one in sure) >= 0.8 * len(sure)
    assert abs(sum(sure) / len(sure) - sum(one.place == 1 for one in rows) / len(rows)) <= 0.1


def test_nothing_that_is_learned_weighs_against_the_question() -> None:
    """A passage that holds more of what is asked is never put lower for it."""
    assert (learned().order >= 0).all()
    assert learned().sure[:2].min() > 0


def test_titles_are_told_from_first_clauses(shared: Path) -> None:
    every = list(passages(shared / "data" / "legal"))
    assert len(every) == 2249
    assert all(one.text for one in every)
