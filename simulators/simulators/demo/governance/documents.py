"""Invented incoming documents in every state; what is there already stays as people made it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from governance.document.queries import get_document
from governance.document.schemas import DocumentCancel, DocumentCreate
from governance.document.service import Registered, cancel, register
from governance.document.tables import Document
from governance.organisation.standing import HEADING, LEADING, Held, Standing
from governance.organisation.tables import Person, Unit
from governance.slip import service
from governance.slip.schemas import Assign, GiveBack, Given, Hand, Report, Settle, Submit
from kit.auth import Caller
from kit.clock import local_day

PLAN = files("simulators.demo.governance") / "documents.toml"
FIELDS = (
    "agency",
    "ago",
    "due",
    "urgency",
    "confidentiality",
    "steps",
    "lead",
    "others",
    "sender",
    "notation",
    "subject",
)


@dataclass(frozen=True)
class Cast:
    people: Sequence[tuple[Person, tuple[Held, ...]]]
    """With their positions as they were read: rows are read anew while documents go their way."""
    units: dict[tuple[str, str], UUID]

    def holding(self, agency: str, kinds: frozenset[str], unit: UUID | None = None) -> Standing | None:
        """The first who holds such a position there, as who acts."""
        for person, held in self.people:
            if any(one.agency == agency and one.kind in kinds and unit in (None, one.unit_id) for one in held):
                caller = Caller(subject=str(person.id), kind="official", name=person.name)
                return Standing(caller, person.id, person.name, held)
        return None


async def add_documents(session: AsyncSession, now: datetime) -> None:
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    people = select(Person).options(selectinload(Person.positions)).order_by(Person.username)
    units = {(one.agency, one.code): one.id for one in await session.scalars(select(Unit))}
    cast = Cast([(one, _held(one)) for one in await session.scalars(people)], units)
    for number, line in enumerate(plan["documents"]):
        entry = dict(zip(FIELDS, line, strict=True))
        if clerk := cast.holding(entry["agency"], frozenset({"clerk"})):
            await _add(session, cast, clerk, {**entry, "key": f"demo {number}", "note": plan["mark"]}, now)


def _held(person: Person) -> tuple[Held, ...]:
    return tuple(Held(one.id, one.agency, one.unit_id, one.kind, one.title) for one in person.positions)


async def _add(session: AsyncSession, cast: Cast, clerk: Standing, entry: dict[str, Any], now: datetime) -> None:
    arrived = now - timedelta(days=entry["ago"])
    data = DocumentCreate(
        **{name: entry[name] for name in ("agency", "sender", "notation", "subject", "urgency", "confidentiality")},
        arrived_on=local_day(arrived),
        dated=local_day(arrived) - timedelta(days=2),
        due_on=local_day(now) + timedelta(days=entry["due"]) if entry["due"] != "" else None,
        note=entry["note"],
        key=entry["key"],
    )
    made = await register(session, clerk, data, arrived)
    words = entry["steps"].split() if made.is_new else []
    for place, step in enumerate(words, 1):
        at = arrived + (now - arrived) * place / (len(words) + 1)
        await _step(session, cast, clerk, made, step, entry, at)


async def _step(
    session: AsyncSession, cast: Cast, clerk: Standing, made: Registered, step: str, entry: dict[str, Any], at: datetime
) -> None:
    document = await get_document(session, clerk, made.id)
    agency, version = document.agency, document.version
    leader = cast.holding(agency, LEADING)
    lead = cast.units.get((agency, entry["lead"]))
    head = cast.holding(agency, HEADING, lead) if lead else None
    if leader is None or (head is None and step in ("hand", "report")):
        return
    if step == "submit":
        await service.submit(session, clerk, made.id, Submit(version=version, leader_id=leader.person_id), at)
    elif step == "cancel":
        await cancel(session, clerk, made.id, DocumentCancel(version=version, reason="Trùng với số đã vào sổ"), at)
    elif step == "return":
        data = GiveBack(version=version, reason="Chuyển Văn phòng Sở tham mưu cử người dự")
        await service.give_back(session, leader, made.id, data, at)
    elif step == "assign" and lead:
        await service.assign(session, leader, made.id, _assigned(cast, entry, lead, version), at)
    elif head and document.state != "registered":
        await _work(session, cast, head, document, step, at)
    elif step == "settle":
        await service.settle(session, leader, made.id, Settle(version=version, result="Lưu để biết"), at)


def _assigned(cast: Cast, entry: dict[str, Any], lead: UUID, version: int) -> Assign:
    others = [Given(id=cast.units[entry["agency"], code]) for code in entry["others"].split()]
    return Assign(version=version, opinion="Giao chủ trì tham mưu, báo cáo đúng hạn", lead_unit=lead, others=others)


async def _work(session: AsyncSession, cast: Cast, head: Standing, document: Document, step: str, at: datetime) -> None:
    """Within the leading unit: somebody of it, else its head."""
    version, unit = document.version, next(one.unit_id for one in document.units if one.part == "lead")
    staff = cast.holding(document.agency, frozenset({"staff"}), unit) or head
    if step == "hand":
        await service.hand(session, head, document.id, Hand(version=version, main=staff.person_id), at)
    elif step == "report":
        await service.report(session, staff, document.id, Report(version=version, progress="Đang lấy ý kiến"), at)
    else:
        data = Settle(
            version=version, result="Đã báo cáo, trả lời bằng văn bản", reply_notation=_reply(document, at.date())
        )
        await service.settle(session, staff, document.id, data, at)


def _reply(document: Document, day: date) -> str:
    return f"{1000 + document.number + day.day}/{'SKHCN' if document.agency == 'H02.14' else 'VP'}"
