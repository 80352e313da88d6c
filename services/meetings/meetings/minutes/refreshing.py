"""A draft takes in what was noted, voted and counted since; what somebody wrote into it stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit.editing import expect
from meetings.meeting.seat import Seat
from meetings.minutes.gathering import gathered
from meetings.minutes.schemas import ActGiven
from meetings.minutes.service import changed, opened
from meetings.minutes.tables import Minutes, MinutesSection


async def refresh(session: AsyncSession, seat: Seat, data: ActGiven, now: datetime) -> Minutes:
    """StaleEdit when the draft is no longer as it was read; who has a part of it open then gets one, too."""
    minutes = await opened(session, seat, "edit")
    expect(minutes, data.version)
    found = await gathered(session, seat, now)
    told = [_taken_in(minutes.sections, one) for one in found]
    minutes.sections = [*told, *(one for one in minutes.sections if one not in told)]
    for place, one in enumerate(minutes.sections):
        one.place = place
    changed(minutes, now)
    await session.flush()
    return minutes


def merged(body: str, before: str, now: str) -> str:
    """`before` is what `body` was made of. Untouched, it is made anew; else what is new stands below what is there."""
    if body == before:
        return now
    known = {*before.splitlines(), *body.splitlines()}
    new = [line for line in now.splitlines() if line.strip() and line not in known]
    return "\n".join(filter(None, (body.rstrip("\n"), *new)))


def _taken_in(sections: Sequence[MinutesSection], found: MinutesSection) -> MinutesSection:
    known = next((one for one in sections if _are_of_the_same(one, found)), None)
    if known is None:
        return found
    known.body = merged(known.body, known.gathered, found.gathered)
    known.gathered, known.source = found.gathered, found.source
    return known


def _are_of_the_same(one: MinutesSection, other: MinutesSection) -> bool:
    if one.kind != other.kind:
        return False
    return one.source == other.source or (one.source is None and one.heading == other.heading)
