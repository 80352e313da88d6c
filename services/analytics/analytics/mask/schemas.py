from dataclasses import dataclass
from uuid import UUID

from analytics.dataset.kinds import ColumnKind


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """`kind`: as it is seen; what is masked may be text where a number is kept."""

    name: str
    title: str
    kind: ColumnKind
    masked: bool
    tag: str


@dataclass(frozen=True, slots=True)
class View:
    """What one caller sees of one snapshot. `sql` is one SELECT over `files` and nothing else: put it in brackets, or
    make a view of it; whoever runs words of others beside it must keep them from reading the files by themselves.

    `most_rows`: rows of one answer that shows rows; sums and counts are over all rows the caller sees.
    """

    dataset_id: UUID
    code: str
    name: str
    sql: str
    files: list[str]
    columns: tuple[ViewColumn, ...]
    snapshot: int | None
    most_rows: int | None

    @property
    def masked(self) -> bool:
        return any(column.masked for column in self.columns)
