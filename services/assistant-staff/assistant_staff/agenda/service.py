"""The answer from governance, asked anew each time: nothing of it is kept here."""

from datetime import date, timedelta

from assistant_staff.agenda.schemas import AgendaLine, AgendaPart
from assistant_staff.agenda.understanding import Agenda
from assistant_staff.owner.client import Reader
from assistant_staff.owner.schemas import DayItem, WorkItem

SOON_DAYS = 7
TASKS, DOCUMENTS = "/governance/tasks", "/governance/documents"


async def look(owners: Reader, wanted: Agenda, today: date) -> list[AgendaPart]:
    """OwnerAway while governance does not answer."""
    if wanted == "today":
        day = await owners.day()
        parts = [(one.part, one.count, one.path, [_of_day(item) for item in one.items]) for one in day.parts]
        return [
            AgendaPart(name=name, count=count, path=path, lines=lines) for name, count, path, lines in parts if count
        ]
    overdue = wanted == "overdue"
    last = today - timedelta(days=1) if overdue else today + timedelta(days=SOON_DAYS)
    first = None if overdue else today
    documents, tasks = await owners.documents_due(first, last), await owners.tasks_due(first, last)
    found = [("documents", DOCUMENTS, documents), ("tasks", TASKS, tasks)]
    return [
        AgendaPart(
            name=f"{name}_{wanted}",
            count=len(items),
            path=f"{path}?overdue=true" if overdue and path == DOCUMENTS else path,
            lines=[_of_list(item, path, today) for item in items],
        )
        for name, path, items in found
        if items
    ]


def _of_day(item: DayItem) -> AgendaLine:
    note = " · ".join(filter(None, (item.mark, item.place)))
    return AgendaLine(title=item.title, note=note, due_on=item.due_on, reason=item.reason, path=item.path)


def _of_list(item: WorkItem, path: str, today: date) -> AgendaLine:
    number = f"{item.number}/{item.year}"
    late = item.due_on is not None and item.due_on < today
    return AgendaLine(
        title=item.subject or item.title,
        note=" · ".join(filter(None, (number, item.sender))),
        due_on=item.due_on,
        reason="overdue" if late else "today" if item.due_on == today else "soon",
        path=f"{path}/{item.id}",
    )
