"""From a first day to before another; without the second, until further notice."""

from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, or_

FOREVER = date.max


class Span(Protocol):
    """A row or a schema."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def valid_on(table: Any, day: date) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = (table.valid_from <= day) & or_(table.valid_to.is_(None), table.valid_to > day)
    return condition


def ends_after(table: Any, day: date) -> ColumnElement[bool]:
    """Valid on the day or later."""
    return or_(table.valid_to.is_(None), table.valid_to > day)


def touching(table: Any, first: date, last: date | None) -> ColumnElement[bool]:
    """Rows that share a day with the span."""
    condition = ends_after(table, first)
    return condition if last is None else condition & (table.valid_from < last)


def is_on(span: Span, day: date) -> bool:
    return span.valid_from <= day < (span.valid_to or FOREVER)


def within(inner: Span, outer: Span) -> bool:
    return outer.valid_from <= inner.valid_from and (inner.valid_to or FOREVER) <= (outer.valid_to or FOREVER)


def shares_day(one: Span, other: Span) -> bool:
    return one.valid_from < (other.valid_to or FOREVER) and other.valid_from < (one.valid_to or FOREVER)
