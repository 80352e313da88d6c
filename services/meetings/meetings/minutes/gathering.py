"""The draft: what the meeting left behind, put in order for the secretary to write on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.web import Translations
from meetings.attendance.queries import get_turnout, list_attendance
from meetings.attendance.schemas import AttendanceLine
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.minutes.note import Sheet, sheets
from meetings.minutes.tables import MinutesSection
from meetings.room.tables import Room
from meetings.vote.queries import list_votes
from meetings.vote.schemas import VoteSeen

WORDS = Translations("meetings").translator(None)
"""Records are written in the language of the administration."""


async def gathered(session: AsyncSession, seat: Seat, now: datetime) -> list[MinutesSection]:
    found = [await _attendance(session, seat, now)]
    presenters = {one.id: one.presenter for one in seat.meeting.agenda}
    found += [_item(one, presenters) for one in await sheets(session, seat) if one.item_id or one.body]
    found += await _votes(session, seat)
    return [
        MinutesSection(place=place, kind=one.kind, source=one.source, heading=one.heading, body=body, gathered=body)
        for place, one in enumerate(found)
        for body in (one.body,)
    ]


@dataclass(frozen=True)
class Gathered:
    kind: str
    heading: str
    body: str
    source: UUID | None = None


async def _votes(session: AsyncSession, seat: Seat) -> list[Gathered]:
    """Results of those that were closed; nothing where nobody voted."""
    lines = [_result(one) for one in await list_votes(session, seat) if one.state == "closed"]
    return [Gathered("votes", WORDS.t("minutes.record.votes"), "\n".join(lines))] if lines else []


def _result(vote: VoteSeen) -> str:
    counted = zip(vote.options, vote.counts or [], strict=False)
    told = "; ".join(WORDS.t("minutes.record.counted", option=option, votes=number) for option, number in counted)
    kind = "secret" if vote.secret else "open"
    facts = {"question": vote.question, "cast": vote.cast or 0, "electorate": vote.electorate or 0, "result": told}
    return WORDS.t(f"minutes.record.vote_{kind}", **facts)


async def location_of(session: AsyncSession, meeting: Meeting) -> str:
    room = await session.get(Room, meeting.room_id) if meeting.room_id else None
    return WORDS.t("minutes.record.room", name=room.name) if room else WORDS.t("minutes.record.online")


async def _attendance(session: AsyncSession, seat: Seat, now: datetime) -> Gathered:
    people = await list_attendance(session, seat.meeting, seat.meeting.ended_at or now)
    turnout = await get_turnout(session, seat.meeting)
    told = "reached" if turnout.reached else "missed"
    lines = [*(_line(one) for one in people), WORDS.t(f"minutes.record.quorum_{told}", **turnout.model_dump())]
    return Gathered("attendance", WORDS.t("minutes.record.people"), "\n".join(lines))


def _line(one: AttendanceLine) -> str:
    who, role = ", ".join(filter(None, (one.name, one.title))), WORDS.t(f"meeting.role_{one.role}")
    if one.seconds:
        return WORDS.t("minutes.record.present", role=role, who=who, count=max(1, round(one.seconds / 60)))
    if one.substitute:
        return WORDS.t("minutes.record.substituted", role=role, who=who, name=one.substitute)
    return WORDS.t("minutes.record.absent", role=role, who=who)


def _item(sheet: Sheet, presenters: dict[UUID, str]) -> Gathered:
    if sheet.item_id is None:
        return Gathered("other", WORDS.t("minutes.record.other"), sheet.body)
    presenter = presenters.get(sheet.item_id, "")
    by = WORDS.t("minutes.record.presented", name=presenter) if presenter else ""
    return Gathered("item", sheet.heading, "\n".join(filter(None, (by, sheet.body))), sheet.item_id)
