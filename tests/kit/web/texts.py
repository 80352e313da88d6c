"""Which texts the code asks for, read from templates and Python without running them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

CALLED = re.compile(r"""\bt\(\s*["']([a-z0-9_.-]+)["']""")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
QUOTED = re.compile(r"""["']([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)["']""")
BUILT = re.compile(r"""["']([a-z0-9_.-]+[._])["']\s*~""")


@dataclass
class Asked:
    """`called`: keys that must exist; `named`: words that may be keys; `begun`: beginnings of built keys; `codes` of
    problems, `built`: beginnings of those that are built."""

    called: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    built: set[str] = field(default_factory=set)

    def uses(self, key: str) -> bool:
        return key in self.named or key.startswith(tuple(self.begun))


def asked_by(package: str, problems: frozenset[str]) -> Asked:
    """`problems`: the names of the exceptions that carry a code."""
    asked = Asked()
    root = Path(next(iter(import_module(package).__path__)))
    for template in root.rglob("templates/**/*.html"):
        text = COMMENT.sub("", template.read_text())
        asked.called |= {key for key in CALLED.findall(text) if key[-1] not in "._"}
        asked.named |= set(QUOTED.findall(text))
        asked.begun |= set(BUILT.findall(text))
    for file in root.rglob("*.py"):
        _read(ast.parse(file.read_text()), asked, problems)
    return asked


def problem_classes(*packages: str) -> frozenset[str]:
    """Subclasses of Problem by name, however deep; those with their own __init__ take a reason, not a code."""
    bases: dict[str, set[str]] = {}
    own: set[str] = set()
    for package in packages:
        for file in Path(next(iter(import_module(package).__path__))).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ClassDef):
                    bases[node.name] = {ast.unparse(base).split(".")[-1] for base in node.bases}
                    own |= {node.name for part in node.body if getattr(part, "name", "") == "__init__"}
    found = {"Problem"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found - own | {"Problem"})


def _read(tree: ast.AST, asked: Asked, problems: frozenset[str]) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            asked.named.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            asked.begun |= {str(node.values[0].value)} if "." in str(node.values[0].value) else set()
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            first = _text(node.args[0]) if node.args else None
            if first and name == "t":
                asked.called.add(first)
            elif first and name in problems:
                asked.codes.add(first)
            elif name in problems:
                asked.built |= set(map(_beginning, node.args[:1])) - {""}
        elif isinstance(node, ast.ClassDef) and node.name in problems:
            asked.codes |= set(_own_codes(node))


def _own_codes(node: ast.ClassDef) -> Iterator[str]:
    """`code = "x"`, `code: str = "x"` and `status, code = 404, "x"`."""
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            names, values = _flat(statement.targets[0]), _flat(statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            names, values = [statement.target], [statement.value]
        else:
            continue
        for name, value in zip(names, values, strict=False):
            if isinstance(name, ast.Name) and name.id == "code" and (text := _text(value)):
                yield text


def _beginning(node: ast.expr) -> str:
    """Of a code that is built: `query-` of f"query-{reason}"."""
    return (_text(node.values[0]) or "") if isinstance(node, ast.JoinedStr) else ""


def _flat(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
