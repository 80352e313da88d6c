"""What the pages of minutes show."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.web import Option
from meetings.meeting.seat import Seat
from meetings.minutes.queries import find_minutes, find_withdrawn, part_of, tasks_of
from meetings.minutes.record import number_of
from meetings.minutes.states import possible
from meetings.minutes.tables import Conclusion
from meetings.participant.queries import list_participants


async def shown(session: AsyncSession, seat: Seat, now: datetime) -> dict[str, Any]:
    minutes = await find_minutes(session, seat)
    return {
        "meeting": seat.meeting,
        "seat": seat,
        "minutes": minutes,
        "actions": possible(minutes.state, part_of(seat)) if minutes else [],  # type: ignore[arg-type]
        "tasks": await tasks_of(session, minutes.conclusions) if minutes else {},
        "number": number_of(minutes) if minutes else "",
        "withdrawn": await find_withdrawn(session, seat),
        "today": local_day(now),
    }


async def choices(session: AsyncSession, seat: Seat, row: Conclusion | None) -> dict[str, Any]:
    """Participants are offered at once; whom else governance knows is found by typing."""
    people = [one for one in await list_participants(session, seat.meeting.id) if one.person_id]
    near = [Option(value=f"{one.agency}//{one.person_id}", label=one.name, note=one.title) for one in people]
    held = lead_value(row) if row else ""
    chosen = [Option(value=held, label=row.lead_name)] if row and held else []
    return {"near": near, "chosen": chosen}


def lead_value(row: Conclusion) -> str:
    """As a form sends it."""
    return "/".join((row.lead_agency, str(row.lead_unit_id or ""), str(row.lead_person_id or ""))).rstrip("/")
