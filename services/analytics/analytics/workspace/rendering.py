"""Rows on their way out of the child: as lines for a screen, or as a file."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

from analytics.workspace.engine import duckdb

FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+@\t\r-])")
"""As kit.web.export has it, which would take this child long to load."""
MARK = "\ufeff"
"""Without which Excel misreads Vietnamese letters."""
AT_ONCE = 2000
LONGEST, LONGEST_OF_CELL = 4000, 32_767
"""Letters of one value on a screen, and in a file where its rows are counted; of a cell of a workbook."""
MOST_BYTES = 8 << 20
"""Of rows for a screen."""
NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "REAL", "BIGNUM")


class TooMuch(ValueError):
    """More than one answer may hold."""


class TooLong(ValueError):
    """A value holds more than one of a file may."""


def kind_of(name: str) -> str:
    """How values of a type are shown: number, day, moment, truth or text."""
    if "[" in name or name.startswith(("STRUCT", "MAP")):
        return "text"
    if name == "DATE":
        return "day"
    if name.startswith("TIMESTAMP"):
        return "moment"
    if name == "BOOLEAN":
        return "truth"
    return "number" if any(one in name for one in NUMBERS) and name != "INTERVAL" else "text"


def write(connection: duckdb.DuckDBPyConnection, asked: dict[str, Any], out: BinaryIO) -> None:
    columns = [{"name": str(one[0]), "kind": kind_of(str(one[1]))} for one in connection.description or ()]
    FORMS[asked["form"]](connection, columns, asked, out)


def rows(connection: duckdb.DuckDBPyConnection, most: int) -> Iterator[Sequence[Any]]:
    left = most
    while left > 0 and (found := connection.fetchmany(min(AT_ONCE, left))):
        left -= len(found)
        yield from found


def head(out: BinaryIO, **facts: Any) -> None:
    out.write(json.dumps({"state": "ok", **facts}, ensure_ascii=False).encode() + b"\n")


def _lines(connection: duckdb.DuckDBPyConnection, columns: list[Any], asked: dict[str, Any], out: BinaryIO) -> None:
    """After `skip` rows, at most `most`, and whether there are more."""
    for _ in rows(connection, asked["skip"]):
        pass
    lines, size = [], 0
    for row in rows(connection, asked["most"]):
        lines.append(json.dumps([shown(value) for value in row], ensure_ascii=False).encode())
        size += len(lines[-1])
        if size > MOST_BYTES:
            raise TooMuch
    more = bool(connection.fetchmany(1))
    head(out, columns=columns, more=more)
    out.write(b"\n".join(lines))


def _csv(connection: duckdb.DuckDBPyConnection, columns: list[Any], asked: dict[str, Any], out: BinaryIO) -> None:
    """A text that a spreadsheet would run as a formula is quoted; begins with a byte order mark."""
    head(out)
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=False)
    text.write(MARK)
    writer = csv.writer(text)
    writer.writerow([safe(column["name"]) for column in columns])
    for row in rows(connection, asked["most"]):
        writer.writerow([safe(value) for value in (fitting(row) if asked["limited"] else row)])
    expect_end(connection)
    text.flush()
    text.detach()


def expect_end(connection: duckdb.DuckDBPyConnection) -> None:
    """A file is all of it or none."""
    if connection.fetchmany(1):
        raise TooMuch


def fitting(row: Sequence[Any], most: int = LONGEST) -> Sequence[Any]:
    """The row, or TooLong."""
    if any(isinstance(value, str | bytes | list | dict) and len(str(value)) > most for value in row):
        raise TooLong
    return row


Form = Callable[[duckdb.DuckDBPyConnection, list[Any], dict[str, Any], BinaryIO], None]
FORMS: dict[str, Form] = {"rows": _lines, "csv": _csv}


def shown(value: Any) -> Any:
    """As JSON holds it."""
    told: Any
    match value:
        case None | bool():
            told = value
        case int():
            told = value if abs(value) < 1 << 53 else str(value)
        case float():
            told = value if value - value == 0 else str(value)
        case Decimal():
            told = float(value) if abs(value) < 1e15 else str(value)
        case datetime() | date() | time():
            told = value.isoformat()
        case bytes():
            told = f"\\x{value[:LONGEST].hex()}"
        case _:
            told = str(value)
    return f"{told[:LONGEST]}…" if isinstance(told, str) and len(told) > LONGEST else told


def safe(value: Any) -> Any:
    if isinstance(value, str):
        return FORMULA.sub(r"\1'", value)
    return shown(value) if isinstance(value, datetime | date | bytes | list | dict) else value
