"""What a query may be: one SELECT made of known parts, over the views it was handed.

It is read as DuckDB's own parser read it (json_serialize_sql), so there is no second opinion on where a comment ends.
Whatever is not listed is refused.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from analytics.workspace.function import ALLOWED, TABLES

NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
SOURCES = frozenset({"BASE_TABLE", "EMPTY", "EXPRESSION_LIST", "JOIN", "PIVOT", "SUBQUERY", "TABLE_FUNCTION"})
ORDERS = frozenset(
    {
        *("ORDER_DEFAULT", "ASCENDING", "DESCENDING", "INVALID"),
        *("ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER"),
    }
)
CLASSES = frozenset(
    [
        "BETWEEN",
        "CASE",
        "CAST",
        "COLLATE",
        "COLUMN_REF",
        "COMPARISON",
        "CONJUNCTION",
        "CONSTANT",
        "FUNCTION",
        "LAMBDA",
        "LAMBDA_REF",
        "OPERATOR",
        "PARAMETER",
        "POSITIONAL_REFERENCE",
        "STAR",
        "SUBQUERY",
        "TYPE",
        "WINDOW",
    ]
)
NAME = re.compile(r"\w[\w ]{0,62}")
"""Of what a query calls a part of itself: nothing that could be a file."""
DEEPEST = 200


class Refused(ValueError):
    """`reason` is a text's key, `name` what it is about."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.reason, self.name = reason, name


class Reading:
    """What a query uses. No dataclass, for each child would take a tenth longer to begin."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.words: set[str] = set()
        """Every name in it, in small letters: the columns it may ask for are among them."""
        self.parameters: set[str] = set()
        self.whole = False
        """It may ask for columns without naming them."""


def read(parsed: dict[str, Any], views: Collection[str], internal: Collection[str], names: Collection[str]) -> Reading:
    """Or Refused. `internal`: names of the catalogue; `names`: the parameters it may have."""
    if parsed.get("error"):
        raise Refused("syntax" if parsed.get("error_type") == "parser" else "not_select", _first_line(parsed))
    if len(parsed["statements"]) != 1:
        raise Refused("many")
    reading = Reading()
    own = _named_parts(parsed, frozenset(name.casefold() for name in internal))
    known = own | {name.casefold() for name in views}
    for part in parts(parsed["statements"][0], 0):
        _judge(part, known, names)
        _note(part, reading)
    reading.tables = {name for name in views if name.casefold() in reading.words}
    return reading


def _first_line(parsed: dict[str, Any]) -> str:
    return str(parsed.get("error_message", "")).partition("\n")[0][:300]


def parts(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        raise Refused("too_deep")
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one, depth + 1)


def _named_parts(parsed: dict[str, Any], internal: frozenset[str]) -> set[str]:
    """What WITH names. A part named like a piece of the catalogue would open the way to that piece."""
    found = set()
    for part in parts(parsed, 0):
        for entry in part.get("cte_map", {}).get("map", ()):
            name = str(entry["key"])
            if name.casefold() in internal or not NAME.fullmatch(name):
                raise Refused("name", name)
            found.add(name.casefold())
    return found


def _judge(part: dict[str, Any], known: Collection[str], names: Collection[str]) -> None:
    kind, group = part.get("type"), part.get("class")
    if group is not None and group not in CLASSES:
        raise Refused("part", str(group))
    if group is None and isinstance(kind, str) and kind not in NODES | SOURCES | ORDERS:
        raise Refused("part", kind)
    if len(part.get("qualified_name", {}).get("path", ())) > 1:
        raise Refused("place", ".".join(part["qualified_name"]["path"]))
    if kind == "BASE_TABLE":
        _judge_table(part, known)
    if group in {"FUNCTION", "WINDOW"}:
        _judge_function(part)
    if kind == "TABLE_FUNCTION" and part["function"].get("function_name", "").lower() not in TABLES:
        raise Refused("function", str(part["function"].get("function_name")))
    if group == "PARAMETER" and part.get("identifier") not in names:
        raise Refused("parameter", str(part.get("identifier")))


def _judge_table(part: dict[str, Any], known: Collection[str]) -> None:
    if part.get("schema_name") or part.get("catalog_name") or "at_clause" in part:
        raise Refused("place", str(part.get("table_name")))
    if str(part["table_name"]).casefold() not in known:
        raise Refused("table", str(part["table_name"]))


def _judge_function(part: dict[str, Any]) -> None:
    if part.get("schema") or part.get("catalog") or part.get("schema_name"):
        raise Refused("place", str(part.get("function_name")))
    if str(part["function_name"]).lower() not in ALLOWED:
        raise Refused("function", str(part["function_name"]))


def _note(part: dict[str, Any], reading: Reading) -> None:
    if part.get("class") == "STAR" or part.get("ref_type") == "NATURAL" or part.get("type") == "PIVOT":
        reading.whole = True
    if part.get("class") == "PARAMETER":
        reading.parameters.add(str(part["identifier"]))
    for value in part.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                reading.words.add(one.casefold())
