"""From an action item of published minutes to a task, once: it has the item's own id."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.tables import Unit
from governance.task.directory import party_of
from governance.task.errors import PartyUnknown
from governance.task.locking import fresh
from governance.task.news import tell
from governance.task.opening import Draft, open_all
from governance.task.party import Party
from governance.task.schemas import PartyFacts
from governance.task.tables import Task
from kit.clock import local_day
from kit.consumer import Received
from kit.contracts.governance import Origin
from kit.contracts.meetings import ActionItem, MinutesPublished
from kit.text import clean_name

SERVICE, KIND = "meetings", "minutes"


async def begin(session: AsyncSession, published: Sequence[Received[MinutesPublished]], now: datetime) -> None:
    """A task for each item that has none."""
    items = {item.id: (item, one) for one in published for item in one.event.action_items}
    known = set(await session.scalars(select(Task.id).where(Task.id.in_(items))))
    today = local_day(now)
    drafts = [await _draft(session, *items[one], today) for one in items if one not in known]
    await open_all(session, drafts, now)
    for one in drafts:
        await tell(session, await fresh(session, one.id), "open", today)


async def _draft(session: AsyncSession, item: ActionItem, told: Received[MinutesPublished], today: date) -> Draft:
    event = told.event
    return Draft(
        id=item.id,
        agency=event.agency,
        title=clean_name(item.text)[:500],
        lead=await _lead(session, item, today),
        due_on=item.due_on,
        origin=Origin(service=SERVICE, kind=KIND, id=item.id, path=event.path),
        correlation_id=told.correlation_id,
    )


async def _lead(session: AsyncSession, item: ActionItem, today: date) -> Party:
    """Whoever left, or a unit that is no more, is stood in for by what they belonged to: work is never lost."""
    for wanted in _narrowest_first(item):
        try:
            return await party_of(session, wanted, today, "lead")
        except PartyUnknown:
            continue
    unit = await session.get(Unit, item.lead_unit_id) if item.lead_unit_id else None
    return Party(unit.agency if unit else item.lead_agency)


def _narrowest_first(item: ActionItem) -> Iterable[PartyFacts]:
    person, unit = item.lead_person_id, item.lead_unit_id
    ids: list[tuple[UUID | None, UUID | None]] = [(unit, person), (None, person), (unit, None), (None, None)]
    for unit_id, person_id in dict.fromkeys(ids):
        yield PartyFacts(agency=item.lead_agency, unit_id=unit_id, person_id=person_id)
