"""From a citizen's petition to a task, once: it has the petition's own id. What was written stays with the assistant,
where officials of the task read it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days
from governance.organisation.tables import Agency
from governance.settings import Direction
from governance.task.locking import fresh
from governance.task.news import tell
from governance.task.opening import Draft, open_all
from governance.task.party import Party
from governance.task.states import next_state
from governance.task.story import record
from governance.task.tables import Task, TaskPetition
from governance.triage.queries import units_by_field, units_now
from governance.triage.service import by_names
from kit.clock import local_day
from kit.consumer import Received
from kit.contracts.assistant_citizen import PetitionClosed, PetitionFiled
from kit.contracts.governance import Origin
from kit.text import clean_name
from kit.web import Translations

SERVICE, KIND = "assistant-citizen", "petition"
FIELDS = {
    "environment": "environment",
    "road": "transport",
    "lighting": "construction",
    "drainage": "construction",
    "order": "security",
    "construction": "construction",
    "utilities": "industry_trade",
    "service": "administration",
}
"""Fields of triage by category; of what else there may be, none."""
WORDS = Translations("governance").translator(None)
"""Tasks are written in the language of the administration."""


async def begin(session: AsyncSession, filed: Sequence[Received[PetitionFiled]], now: datetime) -> None:
    """A task for each petition that has none and was not answered before this came."""
    first = {one.event.petition_id: one for one in reversed(filed)}
    known = set(await session.scalars(select(Task.id).where(Task.id.in_(first))))
    known |= set(await session.scalars(select(TaskPetition.petition_id).where(TaskPetition.petition_id.in_(first))))
    today = local_day(now)
    drafts = [await _draft(session, one, today) for petition, one in first.items() if petition not in known]
    await open_all(session, drafts, now)
    for one in drafts:
        await tell(session, await fresh(session, one.id), "open", today)


async def end(session: AsyncSession, closed: Sequence[Received[PetitionClosed]], now: datetime) -> None:
    """What nobody has begun is not to be done any more; else whoever works on it decides. Of a petition that is not
    known yet, it is remembered."""
    for one in closed:
        event = one.event
        facts = {"petition_id": event.petition_id, "outcome": event.outcome}
        new = insert(TaskPetition).values(facts).on_conflict_do_nothing().returning(TaskPetition.petition_id)
        if await session.scalar(new) is None:
            continue
        held = select(Task.id).where(Task.id == event.petition_id, Task.origin_kind == KIND).with_for_update()
        if await session.scalar(held) is None:
            continue
        task = await fresh(session, event.petition_id)
        before = task.state
        task.state = next_state(task.state, "settle", ["system"])  # type: ignore[arg-type]
        note = WORDS.t(f"task.petition.{event.outcome}")
        await record(session, task, "settle", now, before=before, note=note, outcome=event.outcome)


async def _draft(session: AsyncSession, told: Received[PetitionFiled], today: date) -> Draft:
    event, settings = told.event, Direction()
    lead, note = await _lead(session, event.category, settings, today)
    return Draft(
        id=event.petition_id,
        agency=settings.direction_agency,
        title=clean_name(WORDS.t("task.petition.title", subject=_subject(event.category), area=event.area or "—"))[
            :500
        ],
        description=WORDS.t("task.petition.description", photos=event.photos),
        lead=lead,
        due_on=add_working_days(today, settings.petition_task_days, await holidays_around(session, today)),
        origin=Origin(service=SERVICE, kind=KIND, id=event.petition_id, path=event.path),
        correlation_id=told.correlation_id,
        note=note,
    )


async def _lead(session: AsyncSession, category: str, settings: Direction, today: date) -> tuple[Party, str]:
    """The agency that the province names for such a matter; in it, the unit its own table gives the field to. A unit
    that only sounds like it is proposed, and people decide."""
    agency = settings.petition_agencies.get(category, "")
    there = select(Agency.code).where(Agency.code == agency, Agency.valid_on(today)).limit(1)
    if await session.scalar(there) is None:
        agency = settings.direction_agency
    field, units = FIELDS.get(category, ""), await units_now(session, agency, today)
    table = await units_by_field(session, agency)
    if unit := next((one for one in units if one.id == table.get(field)), None):
        return Party(agency, unit.id), WORDS.t("task.petition.by_table", unit=unit.name)
    proposed = by_names(units).get(field)
    return Party(agency), WORDS.t("task.petition.proposed", unit=proposed.name) if proposed else ""


def _subject(category: str) -> str:
    """Of a newer list than this service knows, its key."""
    key = f"task.petition_{category}"
    return WORDS.t(key) if WORDS.has(key) else category
