"""The version before goes on while a new one comes, and is gone back to: on the new database it writes as it did."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REVISIONS = sorted(ROOT.glob("services/*/migrations/versions/*.py")) + sorted(
    ROOT.glob("libs/kit/kit/migrations/versions/*.py")
)


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node


def upgrade_of(revision: Path) -> ast.AST:
    tree = ast.parse(revision.read_text())
    return next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "upgrade")


def given(call: ast.Call) -> dict[str | None, str]:
    return {one.arg: ast.unparse(one.value) for one in call.keywords}


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda one: one.stem)
def test_a_version_before_can_write_what_it_wrote(revision: Path) -> None:
    upgrade = upgrade_of(revision)
    for added in calls(upgrade, "add_column"):
        for column in calls(added, "Column"):
            told = given(column)
            assert told.get("nullable") != "False" or "server_default" in told, ast.unparse(added)
    for changed in calls(upgrade, "alter_column"):
        assert given(changed).get("server_default") != "None", ast.unparse(changed)
    assert not [*calls(upgrade, "drop_column"), *calls(upgrade, "drop_table")]


def test_there_are_revisions() -> None:
    assert len(REVISIONS) > 40
