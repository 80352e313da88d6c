"""A batch of events as one Parquet file, and always the same file for the same batch."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analytics.dataset.kinds import DUCKDB, ColumnKind
from analytics.dataset.sql import literal
from analytics.feed.tables import FeedEvent
from analytics.lake.engine import connected
from analytics.lake.part import Part


def write(events: Sequence[FeedEvent], columns: Mapping[str, ColumnKind], folder: Path, name: str) -> Part:
    lines = folder / f"{name}.jsonl"
    try:
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(_row(one, columns), ensure_ascii=False) + "\n" for one in events)
        out = folder / f"{name}.parquet"
        _copy(lines, columns, out)
    finally:
        lines.unlink(missing_ok=True)
    return Part(out.name, out.stat().st_size, len(events))


def _copy(lines: Path, columns: Mapping[str, ColumnKind], out: Path) -> None:
    types = ", ".join(f"'{name}': '{DUCKDB[kind]}'" for name, kind in columns.items())
    source = f"read_json(?, format='newline_delimited', columns={{{types}}})"
    with connected() as connection:
        asked = f"COPY (SELECT * FROM {source}) TO {literal(out)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
        connection.execute(asked, [str(lines)])


def _row(event: FeedEvent, columns: Mapping[str, ColumnKind]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "event_id": str(event.event_id),
        "event_time": event.time.isoformat(),
        "event_subject": event.subject,
        "event_version": event.aggregate_version,
        "event_correlation_id": event.correlation_id,
        **event.data,
    }
    return {name: _cell(facts.get(name)) for name in columns}


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
