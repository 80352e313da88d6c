"""Small files and functions, and nothing left half done."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|lorem ipsum)\b", re.IGNORECASE)
CHECKS = re.compile(r"assert|raises|expect|check|verify")
PRODUCT, TESTS = ("libs", "services", "simulators"), ("tests",)


def sources(*tops: str) -> Iterator[Path]:
    for top in tops:
        for path in (ROOT / top).rglob("*.py"):
            if not {"migrations", "node_modules", ".venv"} & set(path.parts):
                yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Of the body: a signature is as long as its parameters, a docstring as its facts."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize(("tops", "most_lines", "most_in_function"), [(PRODUCT, 300, 30), (TESTS, 400, 50)])
def test_nothing_is_long(tops: tuple[str, ...], most_lines: int, most_in_function: int) -> None:
    long = [str(path.relative_to(ROOT)) for path in sources(*tops) if len(path.read_text().splitlines()) > most_lines]
    long += [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources(*tops)
        for node in functions(path)
        if length(node) > most_in_function
    ]
    assert not long, f"split these: {long}"


def test_nothing_is_marked_unfinished() -> None:
    here = Path(__file__)
    marked = [str(path.relative_to(ROOT)) for path in sources(*PRODUCT, *TESTS) if UNFINISHED.search(path.read_text())]
    assert set(marked) == {str(here.relative_to(ROOT))}


def test_every_test_can_fail() -> None:
    """A test that asserts nothing passes for ever."""
    empty = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources("tests")
        for node in functions(path)
        if node.name.startswith("test_") and not CHECKS.search(ast.unparse(node))
    ]
    assert not empty
