"""What the pages of tasks show."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from governance.meeting.queries import meetings_about
from governance.organisation.standing import Standing
from governance.organisation.tables import Agency, Person, Unit
from governance.task import queries, reading
from governance.task.acts import coordinating_of
from governance.task.directory import leads_within, near
from governance.task.party import Party
from governance.task.schemas import PartyFacts, spelled
from governance.task.states import STATES, Action, possible
from governance.task.tables import Task
from kit.agencies import agencies_on, agency_names
from kit.clock import local_day
from kit.contracts.governance import TaskState
from kit.web import Option, translator

TONES: dict[TaskState, str] = {
    "waiting": "neutral",
    "in_progress": "info",
    "submitted": "warning",
    "completed": "success",
    "cancelled": "neutral",
}
ICONS: dict[str, str] = {
    "start": "play",
    "submit": "send",
    "complete": "check",
    "note": "message-circle",
    "edit": "pencil",
    "cancel": "x",
    "divide": "plus",
    "evidence": "link",
    "assign": "user-plus",
    "overdue": "alarm-clock",
    "ask_extension": "calendar-clock",
    "grant_extension": "calendar-clock",
    "report": "activity",
}
FIELDS: dict[Action, tuple[str, ...]] = {
    "report": ("progress", "note"),
    "submit": ("note",),
    "complete": ("note",),
    "return": ("note",),
    "assign": ("to", "note"),
    "ask_extension": ("due_on", "due_days", "note"),
    "grant_extension": ("due_on", "note"),
    "refuse_extension": ("note",),
    "evidence": ("title", "url"),
    "note": ("note",),
    "cancel": ("note",),
}
"""Those that a form asks for; an action without any is a button."""
PRIMARY: frozenset[Action] = frozenset({"start", "submit", "complete"})


async def listed(session: AsyncSession, acting: Standing, today: date) -> dict[str, Any]:
    units, people = await leads_within(session, acting, today)
    return {
        "today": today,
        "agencies": await agency_names(session, Agency),
        "lead_units": [(one.id, one.name) for one in units],
        "lead_people": [(one.id, one.name) for one in people],
        "leads": [(one.code, one.name) for one in await agencies_on(session, Agency, today)],
        "priorities": reading.PRIORITIES,
        "states": STATES,
        "tones": TONES,
        "gives": bool(acting.led or acting.kept or acting.headed),
    }


async def shown(session: AsyncSession, acting: Standing, task: Task, today: date, do: str) -> dict[str, Any]:
    """`do`: the action whose form is open."""
    actions = possible(task.state, queries.roles_of(acting, task))  # type: ignore[arg-type]
    extensions = await queries.list_extensions(session, task.id)
    if not any(one.state == "asked" for one in extensions):
        actions = [one for one in actions if one not in {"grant_extension", "refuse_extension"}]
    elif "ask_extension" in actions:
        actions.remove("ask_extension")
    return {
        "today": today,
        "agencies": await agency_names(session, Agency),
        "actions": actions,
        "do": do if do in actions and do in FIELDS else "",
        "near": await near(session, acting, today, task.lead_agency) if do == "assign" else [],
        "fields": FIELDS,
        "primary": next((one for one in actions if one in PRIMARY), ""),
        "icons": ICONS,
        "tones": TONES,
        "priorities": reading.PRIORITIES,
        "overdue": reading.is_overdue(task, today),
        "origin": reading.origin_of(task),
        "creator": await session.get(Person, task.creator_id) if task.creator_id else None,
        "named": reading.named(task),
        "whole": await queries.whole_of(session, acting, task),
        "parts_of": await queries.list_subtasks(session, task.id),
        "steps": await queries.list_steps(session, task.id),
        "evidence": await queries.list_evidence(session, task.id),
        "extensions": extensions,
        "meetings": await meetings_about(session, task.id),
    }


async def choices(
    request: Request, session: AsyncSession, acting: Standing, values: Mapping[str, Any]
) -> dict[str, Any]:
    """What the form of a task offers, and what is chosen of it."""
    names, t = await agency_names(session, Agency), translator(request).t
    return {
        "givers": [(code, names.get(code, code)) for code in sorted(acting.led | acting.kept)],
        "urgencies": [(name, t(f"task.priority_{name}")) for name in reading.PRIORITIES],
        "near": await near(session, acting, local_day(request.app.state.clock())),
        "lead": await chosen(session, values.get("lead")),
        "helping": await chosen(session, values.get("coordinating")),
    }


def form_of(task: Task) -> dict[str, Any]:
    """What the form of editing begins with."""
    facts = {name: getattr(task, name) for name in ("title", "description", "version")}
    due = {"due_on": task.due_on.isoformat()} if task.due_on else {}
    helping = [written(one) for one in coordinating_of(task)]
    return {**facts, **due, "priority": reading.PRIORITIES[task.priority], "coordinating": helping}


def written(party: Party) -> str:
    """As a form sends it."""
    parts = [party.agency, str(party.unit_id or ""), str(party.person_id or "")]
    return "/".join(parts).rstrip("/") + (f"@{party.due_on}" if party.due_on else "")


async def chosen(session: AsyncSession, values: Any) -> list[Option]:
    """The names of what is chosen already; nothing for what cannot be read, which the form says itself."""
    asked = [values] if isinstance(values, str) else values or []
    return [await _option(session, one) for one in asked if one]


async def _option(session: AsyncSession, value: str) -> Option:
    try:
        party = PartyFacts.model_validate(spelled(value))
    except ValueError:
        return Option(value=value, label=value)
    until = f" · {party.due_on:%d/%m/%Y}" if party.due_on else ""
    return Option(value=value, label=f"{await _name(session, party) or value}{until}")


async def _name(session: AsyncSession, party: PartyFacts) -> str | None:
    if party.person_id and (person := await session.get(Person, party.person_id)):
        return person.name
    if party.unit_id and (unit := await session.get(Unit, party.unit_id)):
        return unit.name
    name: str | None = await session.scalar(select(Agency.name).where(Agency.code == party.agency).limit(1))
    return name
