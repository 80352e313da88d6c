"""What one test's engine has compiled, the next one's need not: each is new, and would compile all statements again."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

MOST_KEPT = 2_000


class Compiled(dict[Any, Any]):
    """The oldest goes first."""

    def __setitem__(self, statement: Any, compiled: Any) -> None:
        if len(self) >= MOST_KEPT:
            self.pop(next(iter(self)), None)
        super().__setitem__(statement, compiled)


class Spoken(PGDialect_asyncpg):
    """All engines speak to one server in one way: their dialects, by which caches tell statements apart, are equal."""

    supports_statement_cache = True
    compiled = Compiled()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls.compiled)


def share_compiled() -> None:
    """From now on, with every engine that is made."""
    registry.register("postgresql.asyncpg", Spoken.__module__, Spoken.__name__)
