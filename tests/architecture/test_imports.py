"""Imports go down only: main → api, pages, consumers → service, domain nouns → client, model, queries → schemas → tables
→ errors → kit. What import-linter cannot say is said here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph

from tests.architecture.test_sizes import PRODUCT, ROOT, functions, sources

SERVICES = tuple(sorted(path.name for path in (ROOT / "services").glob("*/*") if (path / "main.py").exists()))
LAYERS = {"main": 7, "api": 6, "pages": 6, "consumers": 6, "queries": 4, "client": 4, "model": 4}
LAYERS |= {"schemas": 3, "tables": 2, "errors": 1}
NOUN = 5  # service.py and modules named by a domain noun


def layer(module: str) -> int:
    return LAYERS.get(module.rpartition(".")[2], NOUN)


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return build_graph("kit", *SERVICES, cache_dir=None)


def imports_of(graph: ImportGraph, package: str) -> Iterator[tuple[str, str]]:
    for module in graph.modules:
        if module.startswith(f"{package}."):
            for imported in graph.find_modules_directly_imported_by(module):
                yield module, imported


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_kit_and_itself_only(graph: ImportGraph, service: str) -> None:
    others = set(SERVICES) - {service}
    strays = [pair for pair in imports_of(graph, service) if pair[1].partition(".")[0] in others]
    assert not strays


def test_kit_imports_no_service(graph: ImportGraph) -> None:
    assert not [pair for pair in imports_of(graph, "kit") if not pair[1].startswith("kit")]


@pytest.mark.parametrize("service", SERVICES)
def test_imports_go_down(graph: ImportGraph, service: str) -> None:
    def feature(module: str) -> str:
        return module.split(".")[1] if module.count(".") > 1 else ""

    inside = [pair for pair in imports_of(graph, service) if pair[1].startswith(f"{service}.")]
    up = [(a, b) for a, b in inside if feature(a) and feature(b) and layer(a) < layer(b)]
    assert not up


@pytest.mark.parametrize("service", SERVICES)
def test_features_form_no_circle(graph: ImportGraph, service: str) -> None:
    seen: dict[str, set[str]] = {}
    for a, b in imports_of(graph, service):
        if b.startswith(f"{service}.") and a.count(".") > 1 and b.count(".") > 1:
            one, other = a.split(".")[1], b.split(".")[1]
            if one != other:
                seen.setdefault(one, set()).add(other)
    assert not [f"{start} → … → {start}" for start in seen if start in reached(seen, start)]


def reached(edges: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        if (node := waiting.pop()) not in found:
            found.add(node)
            waiting.extend(edges.get(node, ()))
    return found


def test_no_import_inside_functions() -> None:
    """Optional drivers may: they say so by being named here."""
    inside = [
        f"{path.relative_to(ROOT)}:{statement.lineno}"
        for path in sources(*PRODUCT)
        for function in functions(path)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    assert not [place for place in inside if not place.startswith("libs/embedded/bootstrap.py")]


def test_only_kit_commits() -> None:
    committing = [str(path.relative_to(ROOT)) for path in sources("services") if ".commit(" in path.read_text()]
    assert not committing


def test_no_drawers() -> None:
    drawers = {"utils", "helpers", "common", "base", "manager", "constants", "misc"}
    assert not [str(path) for path in sources(*PRODUCT) if path.stem in drawers or drawers & set(Path(path).parts)]
