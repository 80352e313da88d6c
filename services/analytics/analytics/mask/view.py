"""The only door to what a dataset holds: a SELECT in which what the caller may not see is masked or not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.kinds import ColumnKind
from analytics.dataset.queries import columns_of, get_dataset, grants_for
from analytics.dataset.sql import listed, literal, quoted
from analytics.dataset.tables import Dataset, DatasetColumn, DatasetGrant
from analytics.lake.store import Lake
from analytics.mask.masking import duckdb_type, is_personal, masking, seen_kind
from analytics.mask.schemas import View, ViewColumn
from kit.auth import Caller

USUAL_ROWS = 1000
"""Rows of one answer for who has no right to ask by himself."""
ASKS = "queries:write"


@dataclass(frozen=True, slots=True)
class Access:
    personal: bool
    all_rows: bool
    most_rows: int | None


async def masked_view(
    session: AsyncSession, lake: Lake, caller: Caller, dataset_id: UUID, snapshot: int | None = None
) -> View:
    """DatasetNotFound for who may not know of it. `snapshot`: an earlier one, which its caller has looked up."""
    dataset = await get_dataset(session, caller, dataset_id)
    access = access_of(caller, dataset, await grants_for(session, caller, dataset_id))
    columns = await columns_of(session, dataset_id)
    version = dataset.snapshot if snapshot is None else snapshot
    files = [] if version is None else await lake.files(dataset_id, version)
    return View(
        dataset_id=dataset_id,
        code=dataset.code,
        name=dataset.name,
        sql=_select(columns, files, access, _row_filter(caller, dataset, access)),
        files=files,
        columns=tuple(_seen(one, access) for one in columns),
        snapshot=version,
        most_rows=access.most_rows,
    )


def access_of(caller: Caller, dataset: Dataset, grants: Sequence[DatasetGrant]) -> Access:
    """A grant only adds to what its holder sees; of several the widest counts."""
    limits = [one.most_rows for one in grants if one.most_rows]
    usual = None if ASKS in caller.scopes else USUAL_ROWS
    return Access(
        personal=any(one.personal for one in grants),
        all_rows=bool(caller.agency and dataset.owner == caller.agency) or any(one.all_rows for one in grants),
        most_rows=max(limits) if limits else usual,
    )


def _seen(column: DatasetColumn, access: Access) -> ViewColumn:
    kind = cast("ColumnKind", column.kind)
    masked = is_personal(column) and not access.personal
    seen = seen_kind(column, kind) if masked else kind
    return ViewColumn(column.name, column.title, seen, masked, column.tag if is_personal(column) else "")


def _select(columns: Sequence[DatasetColumn], files: Sequence[str], access: Access, where: str) -> str:
    shown = ", ".join(_expression(one, access, held=bool(files)) for one in columns) or "NULL AS nothing"
    if not files:
        return f"SELECT {shown} WHERE false"
    return f"SELECT {shown} FROM read_parquet({listed(files)}, union_by_name => true){where}"  # noqa: S608 - names are the catalogue's own


def _expression(column: DatasetColumn, access: Access, *, held: bool) -> str:
    kind, name = cast("ColumnKind", column.kind), quoted(column.name)
    hidden = is_personal(column) and not access.personal
    if not held:
        return f"CAST(NULL AS {duckdb_type(seen_kind(column, kind) if hidden else kind)}) AS {name}"
    return f"{masking(column, kind)} AS {name}" if hidden else name


def _row_filter(caller: Caller, dataset: Dataset, access: Access) -> str:
    if not dataset.row_column or access.all_rows:
        return ""
    return f" WHERE CAST({quoted(dataset.row_column)} AS VARCHAR) = {literal(caller.agency or '')}"
