"""One reading of a file finds what the plain questions find, each asked by itself; and it knows what is NFC already."""

import random
import unicodedata
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.dataset.kinds import ColumnKind
from analytics.load import rejecting
from analytics.load.child import connected
from analytics.load.conversion import Target, is_wrong, value_of
from analytics.load.encoding import told
from analytics.load.sifting import GuessedWrong, Sifted, sift
from analytics.load.source import Source, opened
from analytics.load.taking import targets_of

KINDS: tuple[tuple[ColumnKind, str], ...] = (
    ("date", ""),
    ("moment", "%d/%m/%Y %H:%M"),
    ("number", "comma"),
    ("integer", "point"),
    ("boolean", ""),
)
CELLS = (
    *("", " ", "-", "N/A", "null", "31/12/2026", "31/02/2026", " 1/2/2026 ", "2026-01-01", "1.234,5", "1,234.5"),
    *("1e5", "12", "-7", "+3", "0012", "có", "KHÔNG", "đúng ", "true", "05/03/2026 10:05", "25:61 01/01/2026"),
    *("xã Tân Mỹ", unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), "99999999999999999999", 'a "quoted" cell; here'),
)


def _written(path: Path, rows: int, seed: int) -> None:
    pick = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("ghi chú;a;b;c;d;e\n")
        for _ in range(rows):
            cells = [pick.choice(CELLS) for _ in range(len(KINDS) + 1)]
            file.write(";".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n")
        file.write("ngắn;1\n")


def _targets(source: Source, pick: random.Random) -> list[Target]:
    kinds: list[tuple[ColumnKind, str]] = [("text", ""), *pick.sample(KINDS, len(KINDS))]
    return [
        Target(column, f"x{place}", title, kind, style, composed=source.composed)
        for place, ((column, title), (kind, style)) in enumerate(zip(source.columns, kinds, strict=True))
    ]


def _rows(path: Path) -> list[tuple[Any, ...]]:
    return duckdb.read_parquet(str(path)).fetchall()


def _sifted(tmp_path: Path, source: Source, targets: list[Target], connection: duckdb.DuckDBPyConnection) -> Sifted:
    return sift(connection, source, targets, (tmp_path / "good.parquet", tmp_path / "aside.parquet"))


@pytest.mark.parametrize("seed", range(6))
def test_the_same_as_when_each_is_asked_by_itself(tmp_path: Path, seed: int) -> None:
    _written(tmp_path / "a.csv", 4000, seed)
    connection = connected(tmp_path)
    source = opened(connection, tmp_path / "a.csv", tmp_path)
    targets = _targets(source, random.Random(seed))
    found = _sifted(tmp_path, source, targets, connection)
    rejecting.forget(connection)
    values = ", ".join(value_of(one) for one in targets)
    bad = " OR ".join(is_wrong(one) for one in targets[1:])
    asked = f"SELECT {values} FROM {source.relation} WHERE NOT ({bad})"  # noqa: S608
    assert _rows(tmp_path / "good.parquet") == connection.execute(asked).fetchall()
    assert {name: many for name, many in found.wrong.items() if many} == {
        name: many for name, many in rejecting.wrong_by_column(connection, source, targets).items() if many
    }
    numbered = f"SELECT row_number() OVER () AS n, * FROM {source.relation}"  # noqa: S608
    places = connection.execute(f"SELECT n + 1 FROM ({numbered}) WHERE {bad} ORDER BY n").fetchall()  # noqa: S608
    assert [(row[0],) for row in _rows(tmp_path / "aside.parquet")] == places
    assert (found.set_aside, found.taken + found.set_aside) == (len(places), 4000)


def test_lines_that_are_no_objects_are_set_aside_in_their_places(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": "1", "b": "x"}\n[1]\n{"a": "2"}\nno\n{"a": "chữ", "b": "y"}\n')
    connection = connected(tmp_path)
    source = opened(connection, tmp_path / "a.json", tmp_path)
    targets = [Target(column, title, title, "integer" if title == "a" else "text") for column, title in source.columns]
    found = _sifted(tmp_path, source, targets, connection)
    assert _rows(tmp_path / "aside.parquet") == [
        (2, "json", "", "", "[1]"),
        (4, "json", "", "", "no"),
        (5, "value", "a", "chữ", '{"a": "chữ", "b": "y"}'),
    ]
    assert _rows(tmp_path / "good.parquet") == [(1, "x"), (2, None)]
    assert found.wrong == {"a": 1}


def test_a_guess_that_does_not_hold_ends_the_reading_early(tmp_path: Path) -> None:
    lines = ["a;b"] + [f"{place};x" for place in range(30_000)] + ["chữ;x"] * 20_000
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    connection = connected(tmp_path)
    source = opened(connection, tmp_path / "a.csv", tmp_path)
    targets = targets_of(connection, source, [])
    assert targets[0].kind == "integer"
    with pytest.raises(GuessedWrong):
        sift(connection, source, targets, (tmp_path / "good.parquet", tmp_path / "aside.parquet"), most=100)
    assert rejecting.wrong_by_column(connection, source, targets) == {"a": 20_000}


@pytest.mark.parametrize(
    ("text", "composed"),
    [
        ("a;b\nxã Tân Mỹ;1\n", True),
        (unicodedata.normalize("NFD", "a;b\nxã Tân Mỹ;1\n"), False),
        ("a;b\n" + "dài " * (2 << 20) + unicodedata.normalize("NFD", "ế") * 9, False),
    ],
)
def test_what_is_composed_is_known(tmp_path: Path, text: str, composed: bool) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert told(tmp_path / "a.csv").composed is composed
