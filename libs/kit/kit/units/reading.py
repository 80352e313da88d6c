"""Records from CSV, refused with one clear line when they contradict themselves."""

import csv
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from kit.units.unit import Dated

Record = TypeVar("Record", bound=Dated)


class InconsistentRecord(ValueError):
    pass


def read_rows(path: Path) -> list[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{column: value or None for column, value in row.items()} for row in csv.DictReader(file)]


def read_dated(path: Path, kind: type[Record]) -> tuple[Record, ...]:
    """Ordered by code, then date; no two rows of a code overlap and every parent exists."""
    records = TypeAdapter(list[kind]).validate_python(read_rows(path))  # type: ignore[valid-type]
    ordered: tuple[Record, ...] = tuple(sorted(records, key=lambda record: record.key))
    versions = {code: tuple(rows) for code, rows in groupby(ordered, key=lambda record: record.code)}
    for rows in versions.values():
        _refuse_overlap(rows)
    for record in ordered:
        _refuse_orphan(record, versions)
    return ordered


def _refuse_overlap(versions: Iterable[Dated]) -> None:
    for before, after in pairwise(versions):
        if before.valid_on(after.valid_from):
            raise InconsistentRecord(f"{after.code} has two rows valid on {after.valid_from}")


def _refuse_orphan(record: Dated, versions: Mapping[str, Iterable[Dated]]) -> None:
    parents = versions.get(record.parent, ()) if record.parent else ()
    if record.parent and not any(parent.valid_on(record.valid_from) for parent in parents):
        raise InconsistentRecord(f"{record.code} has no parent {record.parent} on {record.valid_from}")
