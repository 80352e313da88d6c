"""Publishing: number, PDF, seal and event in one transaction; afterwards nothing of this edition changes any more.
What was wrong is withdrawn, with a reason, and published once more as the next edition under the same number."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kit import chain
from kit.auth import Caller
from kit.clock import local_day
from kit.contracts.meetings import ActionItem, MinutesPublished
from kit.editing import expect
from kit.files import MIB, Files, arriving
from kit.files.sweeping import put
from kit.outbox import emit
from meetings.meeting.seat import Seat
from meetings.meeting.tables import Meeting
from meetings.minutes.queries import edition_of, get_minutes, lock_minutes, part_of
from meetings.minutes.record import number_of, printed
from meetings.minutes.schemas import ActGiven, Withdrawal
from meetings.minutes.states import next_state
from meetings.minutes.tables import Minutes, MinutesEdition, MinutesNumber
from meetings.minutes.telling import tell

MOST = 32 * MIB
SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


async def publish(
    session: AsyncSession, files: Files, caller: Caller, seat: Seat, data: ActGiven, now: datetime
) -> Minutes:
    """The counter of the agency is held while the PDF is made (kit.pdf bounds that): numbers have no gap."""
    minutes, meeting = await lock_minutes(session, seat), seat.meeting
    after = next_state(minutes.state, "publish", part_of(seat))  # type: ignore[arg-type]
    expect(minutes, data.version)
    with session.no_autoflush:
        minutes.edition += 1
        if minutes.number is None:
            minutes.year = local_day(now).year
            minutes.number = await _number(session, minutes.agency, minutes.year)
        content = await printed(session, meeting, minutes, now)
        async with arriving(_once(content), most=MOST) as arrived:
            kept = await put(session, files, arrived)
        minutes.state, minutes.published_by, minutes.published_at = after, caller.subject, now
        minutes.digest, minutes.size = kept.digest, kept.size
        minutes.editions.append(_edition(minutes, kept.digest, caller, now))
        for one in minutes.conclusions:
            one.told = True
    await session.flush()
    facts = {"number": number_of(minutes), "year": minutes.year, "sha256": minutes.digest, "version": minutes.version}
    await _seal(session, caller, minutes, now, "published", facts)
    await emit(session, told(meeting, minutes), version=minutes.version, correlation_id=meeting.correlation_id)
    await tell(session, seat, minutes, "published")
    return minutes


async def withdraw(session: AsyncSession, caller: Caller, seat: Seat, data: Withdrawal, now: datetime) -> Minutes:
    """The edition in force no longer is; tasks go on, for they were told to people."""
    minutes = await lock_minutes(session, seat)
    after = next_state(minutes.state, "withdraw", part_of(seat))  # type: ignore[arg-type]
    expect(minutes, data.version)
    edition = minutes.editions[-1]
    edition.withdrawn_by, edition.withdrawn_at, edition.reason = caller.subject, now, data.reason
    minutes.state, minutes.digest, minutes.size = after, None, None
    minutes.published_by, minutes.published_at, minutes.approved_by, minutes.approved_at = None, None, None, None
    await session.flush()
    facts = {"number": number_of(minutes), "year": minutes.year, "sha256": edition.digest, "reason": data.reason}
    await _seal(session, caller, minutes, now, "withdrawn", facts)
    await tell(session, seat, minutes, "withdrawn")
    return minutes


def _edition(minutes: Minutes, digest: str, caller: Caller, now: datetime) -> MinutesEdition:
    return MinutesEdition(edition=minutes.edition, digest=digest, published_by=caller.subject, published_at=now)


def told(meeting: Meeting, minutes: Minutes) -> MinutesPublished:
    actions = [one for one in minutes.conclusions if one.kind == "action"]
    return MinutesPublished(
        meeting_id=meeting.id,
        minutes_id=minutes.id,
        agency=meeting.agency,
        path=f"/meetings/meetings/{meeting.id}",
        action_items=tuple(
            ActionItem(
                id=one.id,
                text=one.text,
                lead_agency=one.lead_agency,
                lead_unit_id=one.lead_unit_id,
                lead_person_id=one.lead_person_id,
                due_on=one.due_on,
            )
            for one in actions
        ),
    )


async def _number(session: AsyncSession, agency: str, year: int) -> int:
    first = insert(MinutesNumber).values(agency=agency, year=year, last=1)
    more = {"last": MinutesNumber.last + 1}
    counted = first.on_conflict_do_update(index_elements=["agency", "year"], set_=more).returning(MinutesNumber.last)
    return (await session.execute(counted)).scalar_one()


async def _seal(
    session: AsyncSession,
    caller: Caller,
    minutes: Minutes,
    now: datetime,
    what: Literal["published", "withdrawn"],
    facts: dict[str, Any],
) -> None:
    entry = chain.Entry(
        id=chain.new_id(),
        at=now,
        kind=f"minutes.{what}",
        actor=caller.subject,
        object=f"minutes/{minutes.id}",
        outcome="done",
        body=orjson.dumps({**facts, "edition": minutes.edition}),
    )
    await chain.append(session, entry)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def pdf_of(session: AsyncSession, files: Files, seat: Seat, now: datetime) -> Response:
    """The published record, byte for byte; before that the draft as it would look."""
    minutes = await get_minutes(session, seat)
    if minutes.digest:
        content = await files.whole(minutes.digest)
    else:
        content = await printed(session, seat.meeting, minutes, now)
    kind = str(minutes.number) if minutes.digest else "du-thao"
    return _given(content, f"bien-ban-{kind}-{minutes.year or local_day(now).year}.pdf")


async def pdf_of_edition(session: AsyncSession, files: Files, seat: Seat, edition: int) -> Response:
    """As it was published."""
    minutes = await get_minutes(session, seat)
    found = edition_of(minutes, seat, edition)
    return _given(await files.whole(found.digest), f"bien-ban-{minutes.number}-{minutes.year}-lan-{edition}.pdf")


def _given(content: bytes, name: str) -> Response:
    headers = {**SAFE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)
