"""Statements that a process compiles once, whichever of its engines runs them first.

SQLAlchemy keeps what it compiled by engine and by its dialect. A service has one of each for all its life, but tests
start thousands of services, and each compiled every statement anew.
"""

from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.util import LRUCache

NAME = "postgresql+alike"
compiled: LRUCache[Any, Any] = LRUCache(500)
"""As many as SQLAlchemy keeps for an engine."""


class Alike(PGDialect_asyncpg):
    """Equal to any other that speaks with the same version of PostgreSQL: both compile a statement alike."""

    supports_statement_cache = True  # SQLAlchemy asks each class for itself

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Alike) and self._version == other._version)

    def __hash__(self) -> int:
        return hash(Alike)

    @property
    def _version(self) -> tuple[int, ...] | None:
        """None: not connected yet."""
        return getattr(self, "server_version_info", None)


registry.register("postgresql.alike", __name__, Alike.__name__)


def alike(url: str) -> URL:
    """The same database, for an engine whose dialect is as others'."""
    return make_url(url).set(drivername=NAME)
