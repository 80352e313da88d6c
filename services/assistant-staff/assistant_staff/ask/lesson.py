"""What an official says of an answer, as an example for the order of passages: signals and the place that is right,
no words, and not who said it: what one asks nobody else reads."""

from typing import NamedTuple

import numpy as np

from assistant_staff.ask.asking import Asking
from assistant_staff.ask.finding import permitted
from assistant_staff.ask.schemas import Rated
from assistant_staff.ask.tables import StaffTurn
from assistant_staff.passage.books import Ranked
from assistant_staff.passage.queries import passage_of_article
from assistant_staff.retrieval.examples import NONE, features_of, label_of
from assistant_staff.retrieval.model import ORDER, in_use, shares
from kit.ml import corrections
from kit.text import fold

BY = "official"


class Lesson(NamedTuple):
    ranked: Ranked
    label: str


async def note(asking: Asking, turn: StaffTurn, data: Rated) -> None:
    """Once a question, whoever asks it, as it was said last. What was not among the passages found teaches nothing."""
    lesson = await _lesson(asking, turn, data)
    if lesson is None:
        return
    active, table = asking.serving.active(ORDER), lesson.ranked.table
    said = shares(in_use(asking.serving), table)
    await corrections.note(
        *(asking.session, ORDER, features_of(table)),
        suggested=max(said, key=lambda label: said[label]),
        right=lesson.label,
        by=BY,
        number=active.number if active else None,
        identity={"question": fold(turn.question)},
    )


async def _lesson(asking: Asking, turn: StaffTurn, data: Rated) -> Lesson | None:
    shown = [key for key, _ in turn.found.get("passages", [])]
    if data.rating == "up":
        if not shown:
            return Lesson(await _ranked(asking, turn, ""), NONE)
        return await _right(asking, turn, str(data.passage) if str(data.passage) in shown else shown[0])
    if turn.right_article:
        passage = await passage_of_article(asking.session, turn.right_article)
        return await _right(asking, turn, str(passage)) if passage else None
    return await _wrong(asking, turn, shown) if shown and data.rating == "down" else None


async def _right(asking: Asking, turn: StaffTurn, passage_id: str) -> Lesson | None:
    ranked = await _ranked(asking, turn, passage_id)
    label = label_of(ranked.ids, passage_id)
    return None if label == NONE else Lesson(ranked, label)


async def _wrong(asking: Asking, turn: StaffTurn, shown: list[str]) -> Lesson | None:
    """Of what was shown nothing is right; of the rest nobody has said anything."""
    ids, table = await _ranked(asking, turn, shown[0])
    kept = [at for at, key in enumerate(ids) if key in shown]
    return Lesson(Ranked([ids[at] for at in kept], table[np.array(kept)]), NONE) if kept else None


async def _ranked(asking: Asking, turn: StaffTurn, passage_id: str) -> Ranked:
    """With others of its kind, as far as this person may open them."""
    shelf = asking.shelf
    if passage_id not in shelf.sources:
        return await shelf.ranked(turn.question)
    return await shelf.ranked(turn.question, await permitted(shelf, asking.owners, turn.question))
