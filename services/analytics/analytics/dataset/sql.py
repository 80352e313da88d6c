"""Names and texts as DuckDB reads them in a query."""

from collections.abc import Iterable
from pathlib import Path


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def listed(texts: Iterable[str | Path]) -> str:
    return f"[{', '.join(literal(text) for text in texts)}]"
