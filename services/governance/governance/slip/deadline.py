"""Days a slip sets: none before the document arrived, none later than that of whoever gave it."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days
from governance.document.errors import WrongDay
from governance.document.tables import Document

USUAL_DAYS = {"flash": 1, "very_urgent": 2, "urgent": 3, "normal": 10}
"""Working days where nobody sets a deadline."""


async def usual(session: AsyncSession, document: Document, today: date) -> date:
    """Of the document, or so many working days from today as its urgency leaves."""
    if document.due_on:
        return document.due_on
    return add_working_days(today, USUAL_DAYS[document.urgency], await holidays_around(session, today))


def within(field: str, day: date | None, arrived_on: date, latest: date | None, whose: str) -> None:
    """`whose` deadline is the latest: `document`, `lead`, `main`, `unit`."""
    if day is None:
        return
    if day < arrived_on:
        raise WrongDay(field, "due_before_arrival", day=f"{arrived_on:%d/%m/%Y}")
    if latest and day > latest:
        raise WrongDay(field, f"due_after_{whose}", day=f"{latest:%d/%m/%Y}")
