"""The rows of a file that can be taken, as one Parquet file; those that cannot, with why, as another."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import duckdb

from analytics.dataset.kinds import ColumnKind
from analytics.dataset.sql import listed, literal
from analytics.load import rejecting
from analytics.load.conversion import Target
from analytics.load.guess import names_of, shape_of
from analytics.load.sifting import GuessedWrong, Heard, Sifted, sift
from analytics.load.source import Refused, Source, opened
from analytics.profile.measuring import measured
from analytics.tag.rules import MOST_LOOKED_AT, propose
from kit.text import fold

SAMPLE_ROWS, SAMPLE_CELLS = 20_000, 1_000_000
READ = 80
"""Percent of a load that are done when its file is read."""
WRONG_SHARE = 0.05
"""A guessed column that holds more than this of something else was guessed wrong: it is text."""
TYPES: dict[str, ColumnKind] = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "integer"),
    **dict.fromkeys(("FLOAT", "DOUBLE", "UBIGINT", "HUGEINT"), "number"),
    "BOOLEAN": "boolean",
    "DATE": "date",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), "moment"),
}
Connection = duckdb.DuckDBPyConnection


def take(connection: Connection, task: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """`task`: as running.py and confined.py put it together; `heard` is told how many percent are done."""
    source = opened(connection, Path(task["path"]), Path(task["temp"]), workbook=task["workbook"])
    folder, name = Path(task["folder"]), f"{task['load']}.parquet"
    keys = task["keys"] if task["mode"] == "upsert" else None
    good = folder / name if keys is None else Path(task["temp"]) / "good.parquet"
    aside = Path(task["temp"]) / "aside.parquet"
    targets, sifted = _sifted(connection, source, task["columns"], (good, aside), heard)
    rejected = rejecting.keep(connection, aside, folder / "_rejects" / name, source)
    rows = taken = sifted.taken
    if keys is not None:
        by = _keys(targets, keys)
        rows, taken = merged(connection, good, folder / name, targets, by, task["files"])
    if not taken:
        raise Refused("load-empty" if not rejected else "load-all-rejected", count=rejected)
    shown = _source_of([*(task["files"] if task["mode"] == "append" else []), str(folder / name)])
    return {
        "kind": source.kind,
        "facts": source.facts,
        "columns": [{"name": one.name, "title": one.title, "kind": one.kind} for one in targets],
        "part": {"name": name, "size": (folder / name).stat().st_size, "rows": rows},
        "read": taken + rejected,
        "taken": taken,
        "rejected": rejected,
        "profile": measured(connection, shown, [(one.name, one.kind) for one in targets]),
        "tags": _tags(connection, shown, targets),
    }


def _sifted(
    connection: Connection, source: Source, known: Sequence[dict[str, str]], places: tuple[Path, Path], heard: Heard
) -> tuple[list[Target], Sifted]:
    """Columns are what their first rows promise, unless the others do not keep it."""
    targets = targets_of(connection, source, known)
    most = None if known else max(source.lines * WRONG_SHARE, 3)

    def read(rows: int) -> None:
        heard(min(rows * READ // max(source.lines, 1), READ))

    try:
        return targets, sift(connection, source, targets, places, most=most, heard=read)
    except GuessedWrong:
        rejecting.forget(connection)
        targets = _surely(connection, source, targets, cast("float", most))
        return targets, sift(connection, source, targets, places, heard=read)


def targets_of(connection: Connection, source: Source, known: Sequence[dict[str, str]]) -> list[Target]:
    sample = [] if source.typed else _sample(connection, source)
    if known:
        return _matched(source, known, sample)
    titles = [title for _, title in source.columns]
    targets = []
    for place, ((expression, title), name) in enumerate(zip(source.columns, names_of(titles), strict=True)):
        if source.typed:
            targets.append(_typed(source, expression, name, title))
        else:
            shape = shape_of(row[place] for row in sample)
            target = Target(expression, name, title or name, shape.kind, shape.style, composed=source.composed)
            targets.append(target)
    return targets


def _matched(source: Source, known: Sequence[dict[str, str]], sample: Sequence[Sequence[Any]]) -> list[Target]:
    """By heading or name; the file must not have columns of which the dataset knows nothing."""
    names = names_of([title for _, title in source.columns])
    places = {fold(title): place for place, (_, title) in enumerate(source.columns) if title}
    places |= {name: place for place, name in enumerate(names)}
    targets, used = [], set()
    for one in known:
        place = places.get(one["name"], places.get(fold(one["title"])))
        kind = cast("ColumnKind", one["kind"])
        if place is None:
            targets.append(Target("", one["name"], one["title"], kind))
            continue
        used.add(place)
        style = "" if source.typed else shape_of((row[place] for row in sample), kind).style
        target = Target(source.columns[place][0], one["name"], one["title"], kind, style)
        targets.append(replace(target, typed=source.typed, composed=source.composed))
    if strange := [source.columns[place][1] or names[place] for place in range(len(names)) if place not in used]:
        raise Refused("load-columns-unknown", columns=", ".join(strange[:10]))
    return targets


def _typed(source: Source, expression: str, name: str, title: str) -> Target:
    found = source.facts["types"][title]
    kind: ColumnKind = "number" if found.startswith("DECIMAL") else TYPES.get(found, "text")
    is_nested = found.endswith("[]") or found.startswith(("STRUCT", "MAP", "UNION", "LIST"))
    return Target(f"to_json({expression})" if is_nested else expression, name, title, kind, typed=True)


def _sample(connection: Connection, source: Source) -> list[tuple[Any, ...]]:
    rows = min(SAMPLE_ROWS, max(SAMPLE_CELLS // max(len(source.columns), 1), 200))
    shown = ", ".join(expression for expression, _ in source.columns)
    found = connection.execute(f"SELECT {shown} FROM {source.relation} {rejecting.valid(source)} LIMIT {rows}")  # noqa: S608
    sample = found.fetchall()
    rejecting.forget(connection)
    return sample


def _surely(connection: Connection, source: Source, targets: list[Target], most: float) -> list[Target]:
    """A look at all rows."""
    wrong = rejecting.wrong_by_column(connection, source, targets)
    return [replace(one, kind="text", style="") if wrong.get(one.name, 0) > most else one for one in targets]


def _keys(targets: Sequence[Target], wanted: Sequence[str]) -> list[Target]:
    by_name = {one.name: one for one in targets if one.source}
    if not wanted or (missing := [key for key in wanted if key not in by_name]):
        raise Refused("load-key-missing", columns=", ".join(missing if wanted else []))
    return [by_name[key] for key in wanted]


def merged(
    connection: Connection, good: Path, out: Path, targets: Sequence[Target], keys: Sequence[Target], files: list[str]
) -> tuple[int, int]:
    """The rows there are now and those that came: of those with the same key the last."""
    by = ", ".join(f'"{one.name}"' for one in keys)
    numbered = f"SELECT *, row_number() OVER () AS _n FROM {_source_of([str(good)])}"  # noqa: S608
    last = f"QUALIFY row_number() OVER (PARTITION BY {by} ORDER BY _n DESC) = 1"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT * EXCLUDE (_n) FROM ({numbered}) {last}")  # noqa: S608
    rows = "SELECT * FROM fresh"
    if files:
        same = " AND ".join(f'old."{one.name}" IS NOT DISTINCT FROM new."{one.name}"' for one in keys)
        shown = ", ".join(f'old."{one.name}"' for one in targets)
        kept = f"SELECT {shown} FROM {_source_of(files)} old WHERE NOT EXISTS (SELECT 1 FROM fresh new WHERE {same})"  # noqa: S608
        rows = f"{kept} UNION ALL {rows}"
    made = connection.execute(f"COPY ({rows}) TO {literal(out)} (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return int(made[0]) if made else 0, _count(connection, "fresh")


def _count(connection: Connection, relation: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def _tags(connection: Connection, shown: str, targets: Sequence[Target]) -> dict[str, Any]:
    """Proposals by column. No value leaves the child but in the profile."""
    names = [one for one in targets if one.kind != "boolean"]
    found: dict[str, Any] = {}
    for one in names:
        name = f'"{one.name}"'
        asked = f"SELECT CAST({name} AS VARCHAR) FROM {shown} WHERE {name} IS NOT NULL LIMIT {MOST_LOOKED_AT}"  # noqa: S608
        values = [str(row[0]) for row in connection.execute(asked).fetchall()]
        if said := propose(one.title, values):
            found[one.name] = {"tag": said[0], "share": said[1]}
    return found


def _source_of(files: Sequence[str]) -> str:
    return f"read_parquet({listed(files)}, union_by_name => true)"
