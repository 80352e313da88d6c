"""Keyset pages: stable under inserts, equally fast at any depth, with one filter schema for page, API and export."""

import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import BindParameter, ColumnElement, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from kit.db import Database
from kit.errors import Malformed

T = TypeVar("T")
Column = ColumnElement[Any] | InstrumentedAttribute[Any]
LIMIT, MOST = 50, 200


class Page(BaseModel, Generic[T]):
    """`next` continues after the last item; None at the end."""

    model_config = ConfigDict(from_attributes=True, arbitrary_types_allowed=True)

    items: Sequence[T]
    next: str | None = None


class Paging(BaseModel):
    """What every list takes; a feature's filter inherits it. `sort` names a key, `-` before it reverses."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(max_length=40, pattern=r"^-?[a-z_]*$")] = ""
    after: Annotated[str, Field(max_length=1000)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = LIMIT


P = TypeVar("P", bound=Paging)


async def paged(
    session: AsyncSession,
    query: Select[T],
    paging: Paging,
    keys: Mapping[str, Column],
    unique: Any,
) -> Page[T]:
    """`query` selects one entity; `keys`: columns to sort by, never null, first the default; `unique` breaks ties."""
    name = paging.sort.removeprefix("-") or next(iter(keys))
    if name not in keys:
        raise Malformed("sort-unknown", sort=name, known=", ".join(keys))
    order, falling = (keys[name], unique), paging.sort.startswith("-")
    if paging.after:
        edge, place = tuple_(*order), tuple_(*decode(paging.after, order))
        query = query.where(edge < place if falling else edge > place)
    query = query.add_columns(*order).order_by(*[column.desc() if falling else column for column in order])
    rows = (await session.execute(query.limit(paging.limit + 1))).all()
    more = len(rows) > paging.limit
    rows = rows[: paging.limit]
    return Page(items=[row[0] for row in rows], next=encode(rows[-1][-2:]) if more else None)


def encode(place: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([str(part) for part in place])).decode().rstrip("=")


def decode(cursor: str, columns: Sequence[Column]) -> list[BindParameter[Any]]:
    """The place a cursor names, as values of the columns' own types."""
    try:
        place = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [literal(_value(part, column), column.type) for part, column in zip(place, columns, strict=True)]
    except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise Malformed("cursor-unknown") from error


def _value(part: str, column: Column) -> Any:
    kind = column.type.python_type
    return kind.fromisoformat(part) if issubclass(kind, date) else kind(part)


async def every(
    database: Database, read: Callable[[AsyncSession, P], Awaitable[Page[T]]], wanted: P, *, most: int | None = None
) -> AsyncIterator[T]:
    """What `wanted` finds, for exports, from its beginning (or `most` of it): a large page at a time, whatever its
    limit says, and each in a transaction of its own, so that a slow line holds no connection.
    """
    page, left = wanted.model_copy(update={"after": "", "limit": MOST}), most
    while True:
        async with database.session() as session:
            found = await read(session, page)
        for item in found.items[:left]:
            yield item
        left = None if left is None else left - len(found.items)
        if not found.next or (left is not None and left <= 0):
            return
        page = page.model_copy(update={"after": found.next})
