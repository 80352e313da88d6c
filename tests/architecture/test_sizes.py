"""Small files and functions, and nothing left half done."""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|lorem ipsum)\b", re.IGNORECASE)
CHECKS = re.compile(r"assert|raises|expect|check|verify")
PRODUCT, TESTS = ("libs", "services", "simulators"), ("tests",)


@cache
def sources(*tops: str) -> tuple[Path, ...]:
    return tuple(path for top in tops for path in sorted(_python(ROOT / top)))


def _python(top: Path) -> Iterator[Path]:
    for folder, inner, files in os.walk(top):
        inner[:] = set(inner) - {"migrations", "node_modules", ".venv"}
        yield from (Path(folder, name) for name in files if name.endswith(".py"))


@dataclass(frozen=True)
class Function:
    name: str
    line: int
    length: int
    """Of the body: a signature is as long as its parameters, a docstring as its facts."""
    imports: tuple[int, ...]
    can_fail: bool


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """Read once for all tests that ask: parsing all files takes seconds."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return tuple(facts(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def facts(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    body, inner = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body, list(ast.walk(node))
    imports = tuple(one.lineno for one in inner if isinstance(one, ast.Import | ast.ImportFrom))
    length = (node.end_lineno or 0) - body[0].lineno + 1
    return Function(node.name, node.lineno, length, imports, any(map(checks, inner)))


def checks(node: ast.AST) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return isinstance(node, ast.Assert) or bool(CHECKS.search(name))


@pytest.mark.parametrize(("tops", "most_lines", "most_in_function"), [(PRODUCT, 300, 30), (TESTS, 400, 50)])
def test_nothing_is_long(tops: tuple[str, ...], most_lines: int, most_in_function: int) -> None:
    long = [str(path.relative_to(ROOT)) for path in sources(*tops) if len(path.read_text().splitlines()) > most_lines]
    long += [
        f"{path.relative_to(ROOT)}:{one.line} {one.name}"
        for path in sources(*tops)
        for one in functions(path)
        if one.length > most_in_function
    ]
    assert not long, f"split these: {long}"


def test_nothing_is_marked_unfinished() -> None:
    here = Path(__file__)
    marked = [str(path.relative_to(ROOT)) for path in sources(*PRODUCT, *TESTS) if UNFINISHED.search(path.read_text())]
    assert set(marked) == {str(here.relative_to(ROOT))}


def test_every_test_can_fail() -> None:
    """A test that asserts nothing passes for ever."""
    empty = [
        f"{path.relative_to(ROOT)}:{one.line} {one.name}"
        for path in sources(*TESTS)
        for one in functions(path)
        if one.name.startswith("test_") and not one.can_fail
    ]
    assert not empty
