"""A person's day, put together."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from governance.day import queries
from governance.day.schemas import Day, DayItem, DayPart, Next, Part, Reason, StandIn
from governance.organisation.standing import Standing
from governance.task.reading import PRIORITIES, path_of

TASKS, DOCUMENTS = "/governance/tasks", "/governance/documents"


class _Gathering:
    """One person's, on one day."""

    def __init__(self, session: AsyncSession, acting: Standing, today: date) -> None:
        self.session, self.acting, self.today = session, acting, today

    async def day(self) -> Day:
        parts, own = await self.parts()
        unread, stand_ins = await queries.find_aside(self.session, self.acting.person_id, self.today)
        return Day(
            today=self.today,
            overdue=own[0].of_late if own else 0,
            soon=own[0].of_soon if own else 0,
            unread=unread,
            parts=parts,
            stand_ins=[_stand_in(row) for row in stand_ins],
        )

    async def parts(self) -> tuple[list[DayPart], queries.Found]:
        """And the rows of the person's own work."""
        documents = await queries.find_documents(self.session, self.acting)
        tasks = await queries.find_tasks(self.session, self.acting, self.today)
        parts = [
            self.decide(tasks["asked"], tasks["submitted"]),
            self.documents(documents),
            self.mine(tasks["mine"]),
            self.assign(tasks["unassigned"]),
            self.given(tasks["slipping"]),
        ]
        return parts, tasks["mine"]

    def decide(self, asked: queries.Found, submitted: queries.Found) -> DayPart:
        """Those who asked for more time wait in order to go on working; they come first."""
        items = [self.task(row, "extension", "answer") for row in asked]
        items += [self.task(row, "submitted", "accept") for row in submitted]
        count = _count(asked) + _count(submitted)
        return _part("decide", count, items[: queries.SHOWN], f"{TASKS}?of=given&state=submitted")

    def documents(self, rows: queries.Found) -> DayPart:
        items = [
            DayItem(
                id=row.id,
                title=row.subject,
                path=f"{DOCUMENTS}/{row.id}",
                mark=str(row.number),
                place=row.sender,
                due_on=row.due_key if row.due_key < date.max else None,
                urgency=row.urgency,
                reason=self.pressing(row.due_key) or "new",
                next="handle",
            )
            for row in rows
        ]
        return _part("document", _count(rows), items, f"{DOCUMENTS}?waiting=true")

    def mine(self, rows: queries.Found) -> DayPart:
        items = [self.own(row) for row in rows]
        return _part("mine", _count(rows), items, f"{TASKS}?of=mine&state=open")

    def assign(self, rows: queries.Found) -> DayPart:
        items = [self.task(row, self.pressing(row.due_key) or "new", "assign") for row in rows]
        return _part("assign", _count(rows), items, f"{TASKS}?of=led&state=open")

    def given(self, rows: queries.Found) -> DayPart:
        items = [self.task(row, "overdue", "urge") for row in rows]
        return _part("given", _count(rows), items, f"{TASKS}?of=given&state=overdue")

    def own(self, row: Any) -> DayItem:
        if row.returned:
            return self.task(row, "returned", "redo")
        if row.state == "waiting":
            return self.task(row, self.pressing(row.due_key) or "new", "start")
        return self.task(row, self.pressing(row.due_key), "finish")

    def task(self, row: Any, reason: Reason, following: Next) -> DayItem:
        return DayItem(
            id=row.id,
            title=row.title,
            path=path_of(row.id),
            mark=f"{row.number}/{row.year}",
            place=row.place_name,
            due_on=row.due_on,
            urgency=PRIORITIES[row.priority],
            reason=reason,
            next=following,
        )

    def pressing(self, due: date) -> Reason:
        if due < self.today:
            return "overdue"
        if due == self.today:
            return "today"
        return "soon" if due <= self.today + queries.SOON else ""


async def gather(session: AsyncSession, acting: Standing, today: date) -> Day:
    return await _Gathering(session, acting, today).day()


async def gather_parts(session: AsyncSession, acting: Standing, today: date) -> list[DayPart]:
    return (await _Gathering(session, acting, today).parts())[0]


def _count(rows: queries.Found) -> int:
    return int(rows[0].total) if rows else 0


def _part(part: Part, count: int, items: list[DayItem], path: str) -> DayPart:
    return DayPart(part=part, count=count, items=items, path=path)


def _stand_in(row: Any) -> StandIn:
    """`valid_to` is the day after the last."""
    last = row.valid_to - timedelta(days=1)
    return StandIn(mine=row.mine, name=row.deputy if row.mine else row.owner, title=row.title, last=last)
