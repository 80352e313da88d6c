"""The packaged examples: made ones and some written by hand to learn from, others written by hand to be judged by.

written.tsv judged an earlier version, and patterns were added once it had been seen: so it is learned from since, and
evaluation.tsv was written after features and patterns were settled.
"""

import csv
from collections.abc import Iterator
from typing import Literal

from kit.ml import Example
from kit.text import fold
from meetings.proposal.generation import DATA, made

Register = Literal["vi", "en", "talk"]
WRITTEN = "written: "
"""How groups of sentences that somebody wrote as a whole begin."""


def features_of(sentence: str, lead: str = "", *, point: bool = False) -> dict[str, str | bool]:
    return {"sentence": sentence, "lead": lead, "point": point}


def learned() -> list[Example]:
    """Made sentences by pattern, and those of written.tsv, each with and without diacritics."""
    told = {(one.text, one.lead): one for one in made()}.values()
    patterned = [
        Example(features_of(one.text, one.lead, point=one.point), one.label, split="train", group=one.group)
        for one in told
    ]
    whole = [
        Example(
            features_of(form(row["sentence"]), form(row["lead"]), point=bool(row["lead"])),
            row["label"],
            split="train",
            group=f"{WRITTEN}{row['sentence']}",
        )
        for row in _rows("written.tsv")
        for form in (str, fold)
    ]
    return patterned + whole


def judged(register: Register | None = None) -> list[Example]:
    """`group` says of which kind each is: official notes, English notes, English talk."""
    return [
        Example(
            features_of(row["sentence"], row["lead"], point=bool(row["lead"])),
            row["label"],
            split="test",
            group=row["kind"],
        )
        for row in _rows("evaluation.tsv")
        if register in (None, row["kind"])
    ]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
