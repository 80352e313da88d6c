"""The packaged examples of the field and urgency models."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from governance.triage.facts import DocumentFacts
from governance.triage.generation import documents
from kit.ml import Example

DATA = Path(__file__).parent / "data"
Target = Literal["field", "urgency"]


def learned(target: Target) -> list[Example]:
    """Made sentences; `group` is their topic, so that nothing is calibrated on a topic it was fitted on."""
    return [Example(_facts(row).features(), row[target], split="train", group=row["topic"]) for row in documents()]


def judged(target: Target) -> list[Example]:
    """Written by hand; of urgency also those written for it."""
    rows = [*_rows("evaluation.tsv"), *(_rows("evaluation_urgency.tsv") if target == "urgency" else ())]
    return [Example(_facts(row).features(), row[target], split="test") for row in rows]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _facts(row: dict[str, str]) -> DocumentFacts:
    text, arrived_on = row.get("text", ""), date.fromisoformat(row["arrived"])
    return DocumentFacts(row["subject"], row["sender"], row["kind"], text, arrived_on)
