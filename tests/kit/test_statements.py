"""Engines that speak with the same PostgreSQL share what they compiled; others keep theirs to themselves."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from kit import statements
from kit.db import Database
from kit.statements import Alike
from lgsp_gateway.member.tables import Member

DIALECT: Any = Alike


async def test_a_statement_is_compiled_once_for_all_engines(make_database: Callable[[str], str]) -> None:
    """Each asks its own database."""
    asked = select(func.current_database().label("a_name_of_this_test_only"))
    heard, kept = set(), []
    for _ in range(2):
        database = Database(make_database("lgsp_gateway"))
        async with database.session() as session:
            heard.add(await session.scalar(asked))
            await session.scalars(select(Member))
        await database.dispose()
        kept.append(len(statements.compiled))
    assert len(heard) == 2
    assert kept[0] == kept[1]


def test_of_another_version_is_not_alike() -> None:
    assert speaking((18, 1)) == speaking((18, 1))
    assert speaking((18, 1)) != speaking((17, 9))
    assert speaking((18, 1)) != speaking()
    assert speaking((18, 1)) != SimpleNamespace(server_version_info=(18, 1))
    assert hash(speaking((18, 1))) == hash(speaking())


def speaking(version: tuple[int, ...] | None = None) -> Any:
    """None: not connected yet."""
    dialect: Any = DIALECT()
    dialect.server_version_info = version
    return dialect
