"""What a file is, by what it holds and not by its name, and how DuckDB reads it: as text, but for Parquet."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb

from analytics.dataset.sql import literal, quoted
from analytics.load.encoding import HEAD, NotText, as_utf8, decode, told
from analytics.load.guess import is_heading

FileKind = Literal["csv", "xlsx", "json", "parquet"]
MOST_COLUMNS = 1000
LONGEST_LINE = 2 << 20
DELIMITERS = ",;\t|"
LOOKED_AT = 50
TITLE_ROWS = 20
SIGNS = (
    (b"PK\x03\x04", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "Excel 97–2003 (.xls)"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
Connection = duckdb.DuckDBPyConnection


class Refused(Exception):
    """The file cannot be taken; `code` is that of the problem its sender is told."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Source:
    """`relation`: a SELECT, or what stands after FROM; `columns`: an expression and a heading each."""

    kind: FileKind
    relation: str
    columns: list[tuple[str, str]]
    lines: int
    typed: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    skipped: int = 0
    composed: bool = False
    """All of it is NFC."""
    bytes: int = 0


def opened(connection: Connection, path: Path, folder: Path, *, workbook: bool = False) -> Source:
    """`folder`: for what has to be written anew before it can be read; `workbook`: it was an .xlsx, and is CSV now."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("load-empty")
    if workbook:
        return _csv(connection, path, folder, kind="xlsx")
    if head.startswith(b"PAR1"):
        return _parquet(connection, path)
    if found := next((name for sign, name in SIGNS if head.startswith(sign)), ""):
        raise Refused("load-kind", came=found)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in {b"{", b"["}:
        return _json(connection, path, folder, head)
    return _csv(connection, path, folder)


def _csv(connection: Connection, path: Path, folder: Path, kind: FileKind = "csv") -> Source:
    try:
        found = told(path)
    except NotText:
        raise Refused("load-binary") from None
    text = as_utf8(path, found, folder / "text.csv")
    delimiter, heading, skip, width = sniffed(text)
    if width > MOST_COLUMNS:
        raise Refused("load-columns-many", count=width, most=MOST_COLUMNS)
    titles = [*heading, *[""] * width][:width] if heading else [""] * width
    names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    relation = (
        f"read_csv({literal(text)}, auto_detect=false, header=false, skip={skip}, delim={literal(delimiter)}, "
        f"quote='\"', escape='\"', columns={{{names}}}, max_line_size={LONGEST_LINE}, strict_mode=true, "
        "store_rejects=true, rejects_table='rejects', rejects_scan='scans')"
    )
    connection.execute("SET preserve_insertion_order = true")
    facts = {"encoding": found.encoding, "delimiter": delimiter, "heading": bool(heading)}
    shown = facts if kind == "csv" else {}
    columns = [(f"c{place}", title.strip()) for place, title in enumerate(titles)]
    size = text.stat().st_size
    return Source(kind, relation, columns, found.lines, facts=shown, skipped=skip, composed=found.composed, bytes=size)


def sniffed(path: Path) -> tuple[str, list[str], int, int]:
    """Delimiter, headings, lines before the first row, columns. What stands above the headings is passed over."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    text = decode(head, "utf-8").removeprefix("\ufeff")
    delimiter, rows = max(((one, _records(text, one)) for one in DELIMITERS), key=lambda one: _weight(one[1]))
    if not rows:
        raise Refused("load-empty")
    width = _usual([len(row) for row, _ in rows])
    first = next((place for place, (row, _) in enumerate(rows[:TITLE_ROWS]) if _is_full(row, width)), 0)
    row, line = rows[first]
    if is_heading(row):
        return delimiter, row, line, max(width, len(row))
    before = rows[first - 1][1] if first else 0
    return delimiter, [], before, width


def _records(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """The first rows, each with the line it ends in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[list[str], int]] = []
    csv.field_size_limit(LONGEST_LINE)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((row, reader.line_num))
            if len(rows) > LOOKED_AT:
                break
    except csv.Error:
        return rows
    return rows


def _weight(rows: Sequence[tuple[list[str], int]]) -> tuple[float, int]:
    """How alike the rows are in their number of columns, where there is more than one."""
    widths = [len(row) for row, _ in rows]
    usual = _usual(widths) if widths else 1
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual


def _usual(widths: Sequence[int]) -> int:
    return max(Counter(widths).items(), key=lambda one: (one[1], one[0]))[0]


def _is_full(row: Sequence[str], width: int) -> bool:
    filled = sum(bool(cell.strip()) for cell in row)
    return filled >= min(width, max(2, width // 2))


def _json(connection: Connection, path: Path, folder: Path, head: bytes) -> Source:
    """An array of objects, or one object a line; keys become columns, what is nested stays JSON."""
    found = told(path)
    text = as_utf8(path, found, folder / "text.json")
    is_array = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    if is_array:
        options = f"format='array', records=false, columns={{json: 'JSON'}}, maximum_object_size={16 * LONGEST_LINE}"
        relation = f"(SELECT json AS line FROM read_json({literal(text)}, {options}))"  # noqa: S608
    else:
        options = (
            "auto_detect=false, header=false, delim='\x01', quote='', escape='', columns={line: 'VARCHAR'}, "
            f"max_line_size={LONGEST_LINE}, strict_mode=false"
        )
        lines = f"read_csv({literal(text)}, {options})"
        relation = f"(SELECT line FROM {lines} WHERE trim(line) <> '')"  # noqa: S608
    asked = f"SELECT DISTINCT unnest(json_keys(line)) FROM (SELECT line FROM {relation} WHERE json_valid(line) LIMIT 20000) WHERE json_type(line) = 'OBJECT'"  # noqa: S608, E501
    try:
        keys = [str(row[0]) for row in connection.execute(asked).fetchall()]
    except duckdb.Error:
        raise Refused("load-json") from None
    if not keys:
        raise Refused("load-json")
    if len(keys) > MOST_COLUMNS:
        raise Refused("load-columns-many", count=len(keys), most=MOST_COLUMNS)
    order = _in_order(connection, relation, keys)
    columns = [(f"(line ->> {literal(_pointer(key))})", key) for key in order]
    facts = {"encoding": found.encoding}
    return Source("json", relation, columns, found.lines, facts=facts, bytes=text.stat().st_size)


def _in_order(connection: Connection, relation: str, keys: Sequence[str]) -> list[str]:
    """As the first object has them, others after it."""
    asked = f"SELECT json_keys(line) FROM {relation} WHERE json_valid(line) AND json_type(line) = 'OBJECT' LIMIT 1"  # noqa: S608
    row = connection.execute(asked).fetchone()
    first = [str(key) for key in (row[0] if row else [])]
    return list(dict.fromkeys([*first, *sorted(keys)]))


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _parquet(connection: Connection, path: Path) -> Source:
    relation = f"read_parquet({literal(path)})"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608
        row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()  # noqa: S608
    except duckdb.Error:
        raise Refused("load-parquet") from None
    if len(described) > MOST_COLUMNS:
        raise Refused("load-columns-many", count=len(described), most=MOST_COLUMNS)
    columns = [(quoted(str(name)), str(name)) for name, *_ in described]
    types = {title: str(one[1]) for (_, title), one in zip(columns, described, strict=True)}
    rows, size = row[0] if row else 0, path.stat().st_size
    return Source("parquet", relation, columns, rows, typed=True, facts={"types": types}, bytes=size)
