"""The record as a document: what the template prints."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import ZONE
from kit.pdf import made
from meetings.agency.tables import Agency
from meetings.meeting.tables import Meeting
from meetings.minutes.gathering import WORDS
from meetings.minutes.tables import Conclusion, Minutes
from meetings.participant.queries import list_participants

TEMPLATE = Path(str(files("meetings.minutes") / "record.typ"))
PRINTED = (
    "country",
    "motto",
    "number",
    "record",
    "begin",
    "place",
    "people",
    "content",
    "conclusions",
    "actions",
    "place_column",
    "what",
    "who",
    "when",
    "secretary",
    "chair",
    "receivers",
    "receivers_list",
)


async def printed(session: AsyncSession, meeting: Meeting, minutes: Minutes, now: datetime) -> bytes:
    """The PDF; without a number while none was published."""
    return await made(TEMPLATE, await _values(session, meeting, minutes), now)


def number_of(minutes: Minutes) -> str:
    """`05/BB-H02.14`: the abbreviation of its kind (Decree 30/2020/NĐ-CP, appendix III) and the agency's code."""
    return f"{minutes.number:02d}/BB-{minutes.agency}" if minutes.number else ""


async def _values(session: AsyncSession, meeting: Meeting, minutes: Minutes) -> dict[str, Any]:
    agency = await session.scalar(select(Agency.name).where(Agency.code == minutes.agency).limit(1))
    people = await list_participants(session, meeting.id)
    names = {one.role: one.name for one in reversed(people)}
    decisions = [one.text for one in minutes.conclusions if one.kind == "decision"]
    return {
        "agency": agency or minutes.agency,
        "number": number_of(minutes) or WORDS.t("minutes.record.no_number"),
        "title": meeting.title,
        "edition": WORDS.t("minutes.record.edition", count=minutes.edition - 1) if minutes.edition > 1 else "",
        "opened": _moment(meeting.opened_at or meeting.starts_at),
        "place": minutes.location,
        "people": [line for one in minutes.sections if one.kind == "attendance" for line in one.body.splitlines()],
        "sections": [
            {"heading": f"{place}. {one.heading}", "body": one.body}
            for place, one in enumerate((one for one in minutes.sections if one.kind != "attendance"), 1)
        ],
        "decisions": decisions,
        "actions": [_action(one) for one in minutes.conclusions if one.kind == "action"],
        "closing": WORDS.t("minutes.record.closing", moment=_moment(meeting.ended_at or meeting.ends_at)),
        "chair": names.get("chair", ""),
        "secretary": names.get("secretary", names.get("chair", "")),
        "words": {name: WORDS.t(f"minutes.record.{name}") for name in PRINTED},
    }


def _action(one: Conclusion) -> dict[str, str]:
    return {"text": one.text, "who": one.lead_name, "when": f"{one.due_on:%d/%m/%Y}" if one.due_on else "—"}


def _moment(moment: datetime) -> str:
    here = moment.astimezone(ZONE)
    return WORDS.t(
        "minutes.record.moment",
        hour=f"{here:%H}",
        minute=f"{here:%M}",
        day=f"{here:%d}",
        month=f"{here:%m}",
        year=f"{here:%Y}",
    )
