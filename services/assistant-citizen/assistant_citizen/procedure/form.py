"""The rows of a form: channels, documents and laws, a row of fields each."""

from typing import Any

from fastapi import Request

from assistant_citizen.procedure.schemas import ChannelWrite, DocumentWrite, LawWrite
from assistant_citizen.procedure.tables import Procedure

PARTS: dict[str, tuple[str, ...]] = {
    "channels": tuple(ChannelWrite.model_fields),
    "documents": tuple(DocumentWrite.model_fields),
    "laws": tuple(LawWrite.model_fields),
}


async def rows_sent(request: Request) -> dict[str, list[dict[str, str]]]:
    """Fields are named `documents.3.name`; rows that are empty are left out."""
    form = await request.form(max_fields=5000)
    found: dict[str, dict[int, dict[str, str]]] = {part: {} for part in PARTS}
    for name, value in form.multi_items():
        part, _, rest = name.partition(".")
        place, _, column = rest.partition(".")
        if column in PARTS.get(part, ()) and place.isdecimal() and isinstance(value, str) and value.strip():
            found[part].setdefault(int(place), {})[column] = value
    return {part: [row for _, row in sorted(rows.items())] for part, rows in found.items()}


def rows_of(procedure: Procedure) -> dict[str, Any]:
    """What the form of this procedure holds."""
    columns = (column.key for column in Procedure.__table__.columns)
    own = {name: getattr(procedure, name) for name in columns}
    return own | {part: [_row(one, names) for one in getattr(procedure, part)] for part, names in PARTS.items()}


def _row(one: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}
