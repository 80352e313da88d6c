"""Which columns hold what is locked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData

INFO = "locked"


@dataclass(frozen=True, slots=True)
class Lock:
    """`label`: the column of the same row whose value it was locked under."""

    purpose: str
    label: str


def locked(purpose: str, *, label: str) -> dict[str, Any]:
    return {INFO: Lock(purpose, label)}


def locked_columns(metadata: MetaData) -> Iterator[tuple[Column[Any], Lock]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if INFO in column.info:
                yield column, column.info[INFO]
