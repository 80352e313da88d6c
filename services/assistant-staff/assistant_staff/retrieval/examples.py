"""The packaged examples: texts and questions written for this product, none taken from elsewhere.

Each question is asked of all texts, with and without diacritics, and of all but the document that answers it, where
nothing does. All of a document is on one side of the split.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files as resources
from typing import Any, NamedTuple

from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.searching import Index, Passage
from kit.ml import Example
from kit.text import fold

NONE = "none"
MOST_ROWS = 50
FILES = resources("assistant_staff.retrieval") / "data"


class Asked(NamedTuple):
    question: str
    document: str
    passage_id: str
    """Empty: nothing here answers."""


@cache
def collection() -> tuple[Index, Sequence[Asked]]:
    """All packaged passages, and what is asked about them."""
    index, asked = Index(), list[Asked]()
    told = tomllib.loads((FILES / "passages.toml").read_text(encoding="utf-8"))
    for document in told["document"]:
        for at, one in enumerate(document["passage"]):
            key = f"{document['name']} {at}"
            index.put([Passage(key, one["title"], document["name"], one["text"])])
            asked += [Asked(question, document["name"], key) for question in one["asked"]]
    asked += [Asked(question, question, "") for question in told["unanswered"]]
    return index, asked


def packaged() -> list[Example]:
    index, asked = collection()
    return [example for one in asked for example in _examples(index, one)]


def features_of(table: Reals) -> dict[str, Any]:
    return {"rows": [[round(float(value), 4) for value in row] for row in table[:MOST_ROWS]]}


def label_of(ids: Sequence[str], right: str) -> str:
    """NONE where it was not found."""
    return str(ids.index(right) + 1) if right in ids[:MOST_ROWS] else NONE


def _examples(index: Index, one: Asked) -> Iterator[Example]:
    every = set(index.keys)
    others = {key for key in every if not key.startswith(f"{one.document} ")}
    for question in (one.question, fold(one.question)):
        yield _example(index, one, question, every)
    if one.passage_id:
        yield _example(index, one, one.question, others)


def _example(index: Index, one: Asked, question: str, among: set[str]) -> Example:
    ids, table = index.signals(question, among)
    return Example(features_of(table), label_of(ids, one.passage_id), group=one.document)
