"""Whether a law holds on a day."""

from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, and_, or_

from assistant_staff.library.schemas import Standing
from assistant_staff.library.tables import Law


class Dated(Protocol):
    @property
    def effective_from(self) -> date | None: ...

    @property
    def effective_to(self) -> date | None: ...


def standing_of(law: Dated, day: date) -> Standing:
    """`unknown`: nobody said from when it holds; it is taken to hold, and shown as not known."""
    if law.effective_to and law.effective_to <= day:
        return "expired"
    if law.effective_from is None:
        return "unknown"
    return "future" if law.effective_from > day else "in_force"


def holds(law: Dated, day: date) -> bool:
    return standing_of(law, day) in {"in_force", "unknown"}


def stands(wanted: Standing, day: date) -> ColumnElement[bool]:
    ended = and_(Law.effective_to.is_not(None), Law.effective_to <= day)
    if wanted == "expired":
        return ended
    lasting = or_(Law.effective_to.is_(None), Law.effective_to > day)
    begun = {
        "unknown": Law.effective_from.is_(None),
        "future": Law.effective_from > day,
        "in_force": Law.effective_from <= day,
    }[wanted]
    return and_(lasting, begun)
