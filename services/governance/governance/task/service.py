from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from governance.organisation.standing import Standing
from governance.task.acts import EFFECTS, Doing, coordinating_of, replace_parties, set_due
from governance.task.deadline import deadline_of, refuse_after_whole, refuse_before_parts
from governance.task.directory import party_of
from governance.task.errors import DeadlineWrong, FieldsMissing, TaskGivingDenied, TaskTooDeep
from governance.task.locking import fresh, hold_key, take
from governance.task.news import tell
from governance.task.opening import Draft, open_all, searchable
from governance.task.party import Party, stead_of
from governance.task.queries import OPEN, get_task, roles_of
from governance.task.reading import PRIORITIES
from governance.task.schemas import TaskAct, TaskCreate, TaskUpdate
from governance.task.states import MOVES, Act, Action, next_state
from governance.task.story import record, was_done
from governance.task.tables import Task
from kit.clock import local_day, utc
from kit.contracts.governance import Origin
from kit.errors import StaleEdit

DEEPEST = 2


async def open_task(
    session: AsyncSession,
    acting: Standing,
    data: TaskCreate,
    *,
    origin: Origin | None = None,
    now: datetime | None = None,
    parent: Task | None = None,
    correlation_id: str = "",
) -> Task:
    """Given by an agency that one leads or whose office one is, or inside a unit by its head."""
    now = now or utc()
    if (known := await _opened_before(session, acting, data.key)) is not None:
        return known
    today = local_day(now)
    lead = await party_of(session, data.lead, today, "lead")
    due_on = await deadline_of(session, data.due_on, data.due_days, today)
    if parent and parent.due_on and (due_on is None or due_on > parent.due_on):
        raise DeadlineWrong("due_on", "task.wrong.due_after_whole")
    draft = Draft(
        agency=parent.lead_agency if parent else _giver(acting, data.agency, lead),
        title=data.title,
        description=data.description,
        priority=PRIORITIES.index(data.priority),
        lead=lead,
        coordinating=await _coordinating(session, data, due_on, today),
        due_on=due_on,
        creator_id=acting.person_id,
        key=data.key,
        parent=parent,
        origin=origin,
        correlation_id=parent.correlation_id if parent else correlation_id,
    )
    await open_all(session, [draft], now)
    task = await fresh(session, draft.id)
    await tell(session, task, "open", today, by=acting.person_id)
    return task


async def divide(session: AsyncSession, acting: Standing, task_id: UUID, data: TaskCreate, now: datetime) -> Task:
    """Opens a part of the task, given by who leads the whole."""
    whole = await take(session, await get_task(session, acting, task_id))
    if (known := await _opened_before(session, acting, data.key)) is not None:
        return known
    before, after = whole.state, next_state(whole.state, "divide", roles_of(acting, whole))  # type: ignore[arg-type]
    told = _stead(acting, whole, "divide")
    if whole.depth >= DEEPEST:
        raise TaskTooDeep
    part = await open_task(session, acting, data, now=now, parent=whole)
    whole.state = after
    await record(
        session, whole, "divide", now, by=acting.person_id, before=before, part=part.id, title=part.title, **told
    )
    await roll_up(session, part, now)
    return part


async def change(session: AsyncSession, acting: Standing, task_id: UUID, data: TaskUpdate, now: datetime) -> Task:
    """What the giver wrote; the lead is handed on by `assign`."""
    task = await take(session, await get_task(session, acting, task_id))
    if await was_done(session, task_id, data.key):
        return task
    next_state(task.state, "edit", roles_of(acting, task))  # type: ignore[arg-type]
    told = _stead(acting, task, "edit")
    wanted = await _wanted(session, task, data, local_day(now))
    helping = await _coordinating(session, data, wanted["due_on"], local_day(now), coordinating_of(task))
    differs = {name: getattr(task, name) for name, value in wanted.items() if getattr(task, name) != value}
    _expect(task, data.version, differs)
    since = task.version
    for name in differs:
        setattr(task, name, wanted[name])
    if "due_on" in differs:
        set_due(task, wanted["due_on"])
    for name, value in searchable(task.title, task.description).items():
        setattr(task, name, value)
    changes: dict[str, Any] = {name: [was, wanted[name]] for name, was in differs.items() if name != "description"}
    if helping != coordinating_of(task):
        changes["coordinating"] = True
        flag_modified(task, "title")  # the version counts the parties too
        await replace_parties(session, task, Party(task.lead_agency, task.lead_unit_id, task.lead_person_id), helping)
    if changes or differs:
        await record(session, task, "edit", now, since=since, by=acting.person_id, key=data.key, **changes, **told)
        await tell(session, task, "edit", local_day(now), by=acting.person_id)
    return task


async def act(
    session: AsyncSession, acting: Standing, task_id: UUID, action: Act, data: TaskAct, now: datetime
) -> Task:
    """One action of the table. Sent twice with the same key, it is done once."""
    task = await take(session, await get_task(session, acting, task_id))
    if await was_done(session, task_id, data.key):
        return task
    before, after = task.state, next_state(task.state, action, roles_of(acting, task))  # type: ignore[arg-type]
    move = MOVES[action]
    if not move.adds:
        _expect(task, data.version, {"state": task.state, "progress": task.progress, "due_on": task.due_on})
    if missing := [name for name in move.needs if getattr(data, name) is None or getattr(data, name) == ""]:
        raise FieldsMissing(*missing)
    told, doing, since = _stead(acting, task, action), Doing(session, acting, task, data, now), task.version
    with session.no_autoflush:  # one change is one version
        task.state = after
        changes = await EFFECTS[action](doing)
    facts: dict[str, Any] = {
        "since": since,
        "by": acting.person_id,
        "before": before,
        "note": data.note,
        "key": data.key,
    }
    await record(session, task, action, now, **facts, **changes, **told)
    if action == "cancel":
        await _cancel_parts(session, acting, task, data, now)
    await tell(session, task, action, doing.today, by=acting.person_id)
    await roll_up(session, task, now)
    return task


async def roll_up(session: AsyncSession, part: Task, now: datetime) -> None:
    """A whole is as far as its parts are on average; cancelled ones do not count."""
    if part.parent_id is None:
        return
    whole = await fresh(session, part.parent_id)
    mean = select(func.avg(Task.progress)).where(Task.parent_id == whole.id, Task.state != "cancelled")
    progress = round((await session.scalar(mean)) or 0)
    if progress != whole.progress and whole.state in OPEN:
        was, whole.progress = whole.progress, progress
        await record(session, whole, "parts", now, progress=[was, progress])
        await roll_up(session, whole, now)


async def _cancel_parts(session: AsyncSession, acting: Standing, task: Task, data: TaskAct, now: datetime) -> None:
    """With the whole all that is still open of it goes."""
    for task_id in (
        await session.scalars(select(Task.id).where(Task.parent_id == task.id, Task.state.in_(OPEN)))
    ).all():
        part = await fresh(session, task_id)
        before, since = part.state, part.version
        with session.no_autoflush:
            part.state = "cancelled"
            await EFFECTS["cancel"](Doing(session, acting, part, data, now))
        await record(session, part, "cancel", now, since=since, by=acting.person_id, before=before, note=data.note)
        await _cancel_parts(session, acting, part, data, now)
        await tell(session, part, "cancel", local_day(now), by=acting.person_id)


async def _opened_before(session: AsyncSession, acting: Standing, key: UUID | None) -> Task | None:
    if key is None:
        return None
    await hold_key(session, key)
    mine = select(Task.id).where(Task.creator_id == acting.person_id, Task.key == key)
    known = await session.scalar(mine)
    return await fresh(session, known) if known else None


def _giver(acting: Standing, agency: str, lead: Party) -> str:
    """The agency that gives, if the person may give for it."""
    own = acting.led | acting.kept
    if agency in own or (not agency and len(own) == 1):
        return agency or next(iter(own))
    if lead.unit_id in acting.headed and agency in {"", lead.agency}:
        return lead.agency
    if not agency and own:
        raise FieldsMissing("agency")
    raise TaskGivingDenied


async def _coordinating(
    session: AsyncSession,
    data: TaskCreate | TaskUpdate,
    due_on: date | None,
    today: date,
    known: Sequence[Party] = (),
) -> list[Party]:
    """Each by a day of the own, by that of all who help, or by the task's; what was agreed before may have passed."""
    found = []
    for one in data.coordinating:
        party = await party_of(session, one, today, "coordinating")
        if party not in known:
            own = party.due_on or data.coordinating_due_on
            if own and (own < today or (due_on and own > due_on)):
                raise DeadlineWrong(
                    "coordinating" if party.due_on else "coordinating_due_on", "task.wrong.due_of_coordinating"
                )
            party = replace(party, due_on=own)
        found.append(party)
    return found


def _stead(acting: Standing, task: Task, action: Action) -> dict[str, Any]:
    """For the history: in whose stead it is done."""
    stead = stead_of(acting, task.parties, MOVES[action].roles)
    return {"instead_of": stead} if stead else {}


async def _wanted(session: AsyncSession, task: Task, data: TaskUpdate, today: date) -> dict[str, Any]:
    """A deadline that has passed may stay as it is."""
    same = data.due_days is None and data.due_on == task.due_on
    due_on = task.due_on if same else await deadline_of(session, data.due_on, data.due_days, today)
    if not same:
        await refuse_after_whole(session, task, due_on)
        await refuse_before_parts(session, task, due_on)
    facts = {"title": data.title, "description": data.description, "due_on": due_on}
    return {**facts, "priority": PRIORITIES.index(data.priority)}


def _expect(task: Task, version: int, now: dict[str, Any]) -> None:
    if task.version != version:
        changed = {name: value.isoformat() if isinstance(value, date) else value for name, value in now.items()}
        raise StaleEdit(changed=changed, version=task.version)
