"""Imports go down only: main → api, pages, consumers → service, domain nouns → client, model → queries → schemas →
tables → errors → kit. What import-linter's contracts in pyproject.toml cannot say is said here."""

from collections.abc import Iterator

import pytest
from grimp import ImportGraph, build_graph

from tests.architecture.test_sizes import PRODUCT, ROOT, functions, sources

SERVICES = tuple(sorted(path.parent.name for path in (ROOT / "services").glob("*/*/main.py")))
LAYERS = {"main": 7, "api": 6, "pages": 6, "consumers": 6, "client": 4, "model": 4, "queries": 4}
LAYERS |= {"schemas": 3, "tables": 2, "errors": 1}
NOUN = 5  # service.py and modules named by a domain noun
DRAWERS = {"utils", "helpers", "common", "base", "manager", "constants", "misc"}
Import = tuple[str, str]


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return build_graph(*SERVICES, cache_dir=None)


def feature(module: str) -> str:
    """`member` of `lgsp_gateway.member.service`; nothing for `lgsp_gateway.settings`."""
    return module.split(".")[1] if module.count(".") > 1 else ""


def layer(module: str) -> int:
    return LAYERS.get(module.rpartition(".")[2], NOUN)


def inner_imports(graph: ImportGraph, service: str) -> Iterator[Import]:
    """Between modules of the features of one service."""
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            same = module.startswith(f"{service}.") and imported.startswith(f"{service}.")
            if same and feature(module) and feature(imported):
                yield module, imported


@pytest.mark.parametrize("service", SERVICES)
def test_imports_go_down(graph: ImportGraph, service: str) -> None:
    up = [
        (a, b)
        for a, b in inner_imports(graph, service)
        if layer(a) < layer(b) and not (layer(b) == NOUN and layer(a) in {3, 4})
    ]
    assert not up


@pytest.mark.parametrize("service", SERVICES)
def test_features_form_no_circle(graph: ImportGraph, service: str) -> None:
    edges: dict[str, set[str]] = {}
    for a, b in inner_imports(graph, service):
        if feature(a) != feature(b):
            edges.setdefault(feature(a), set()).add(feature(b))
    assert not [start for start in edges if start in reached(edges, start)]


def reached(edges: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        if (node := waiting.pop()) not in found:
            found.add(node)
            waiting.extend(edges.get(node, ()))
    return found


def test_no_import_inside_functions() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(*PRODUCT)
        for function in functions(path)
        for line in function.imports
    ]
    assert not inside


def test_only_kit_commits() -> None:
    assert not [str(path.relative_to(ROOT)) for path in sources("services") if ".commit(" in path.read_text()]


def test_no_drawers() -> None:
    paths = [path.relative_to(ROOT) for path in sources(*PRODUCT)]
    assert not [str(path) for path in paths if DRAWERS & {path.stem, *path.parts}]
