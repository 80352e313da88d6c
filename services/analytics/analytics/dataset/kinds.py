"""What a column holds, and what that is called by those who keep and ask it."""

from typing import Literal, get_args

ColumnKind = Literal["text", "integer", "number", "boolean", "date", "moment"]
KINDS: tuple[ColumnKind, ...] = get_args(ColumnKind)
DUCKDB: dict[ColumnKind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMP WITH TIME ZONE",
}
DELTA: dict[ColumnKind, str] = {
    "text": "string",
    "integer": "long",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "moment": "timestamp",
}
