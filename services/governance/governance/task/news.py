"""Who is told of what happens to a task."""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from governance.notification.service import notify
from governance.task.acts import coordinating_of
from governance.task.directory import people_behind
from governance.task.party import Party
from governance.task.reading import path_of
from governance.task.tables import Task

Audience = Literal["giver", "lead", "coordinating"]
NEWS: dict[str, tuple[tuple[Audience, ...], bool]] = {
    "open": (("lead", "coordinating"), True),
    "edit": (("lead", "coordinating"), False),
    "assign": (("lead",), True),
    "note": (("giver", "lead"), False),
    "submit": (("giver",), True),
    "return": (("lead",), True),
    "complete": (("lead",), False),
    "ask_extension": (("giver",), True),
    "grant_extension": (("lead",), True),
    "refuse_extension": (("lead",), True),
    "cancel": (("lead", "coordinating"), True),
    "soon": (("lead",), False),
    "today": (("lead", "coordinating"), True),
    "overdue": (("giver", "lead"), True),
}
"""To whom, and whether it is important enough for a mail."""


async def tell(session: AsyncSession, task: Task, what: str, today: date, *, by: UUID | None = None) -> None:
    """Nobody is told of their own doing."""
    if what not in NEWS:
        return
    audiences, mail = NEWS[what]
    people = await audience(session, task, audiences, today) - {by}
    values = {"title": task.title, "due": task.due_on or "—"}
    await notify(session, people, f"task_{what}", path_of(task.id), mail=mail, **values)


async def tell_helping(session: AsyncSession, task: Task, what: str, due_on: date, today: date) -> None:
    """Those who help by this day; of one that has passed whoever leads too."""
    parties = [one for one in coordinating_of(task) if one.due_on == due_on]
    if what == "help_overdue":
        parties += _parties(task, "lead")
    people = await people_behind(session, parties, today)
    values = {"title": task.title, "due": due_on}
    await notify(session, people, f"task_{what}", path_of(task.id), mail=what != "help_soon", **values)


async def audience(session: AsyncSession, task: Task, audiences: Iterable[Audience], today: date) -> set[UUID]:
    """`task.parties` must have been loaded."""
    parties: list[Party] = []
    for one in audiences:
        parties += _parties(task, one)
    return await people_behind(session, parties, today)


def _parties(task: Task, of: Audience) -> list[Party]:
    if of == "giver":
        return [Party(task.agency, person_id=task.creator_id)]
    if of == "lead":
        return [Party(task.lead_agency, task.lead_unit_id, task.lead_person_id)]
    return coordinating_of(task)
