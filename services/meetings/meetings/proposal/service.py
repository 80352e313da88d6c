"""Proposing what notes ask for, and keeping what the secretary makes of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache

import holidays
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.ml import corrections
from kit.ml.example import digest_of
from kit.ml.serving import Active, Serving
from meetings.meeting.seat import Seat
from meetings.minutes import note as notes
from meetings.minutes.lead import Naming
from meetings.minutes.schemas import ConclusionWrite
from meetings.minutes.service import conclude
from meetings.minutes.tables import Conclusion
from meetings.proposal import queries
from meetings.proposal.errors import NoModelYet
from meetings.proposal.examples import features_of
from meetings.proposal.proposing import Proposal, propose
from meetings.proposal.schemas import ProposalTaken, SentenceSaid


def in_use(serving: Serving) -> Active:
    active = serving.active(queries.MODEL)
    if active is None:
        raise NoModelYet
    return active


async def proposals(
    session: AsyncSession, serving: Serving, seat: Seat, now: datetime, text: str = ""
) -> list[Proposal]:
    """Of what is noted, or of `text`. For who conducts, before and after the minutes are drafted."""
    seat.must_conduct()
    active, day = in_use(serving), local_day(seat.meeting.starts_at)
    told = text or await noted(session, seat)
    people = await queries.directory(session, seat.meeting.id, day)
    return propose(active, told, people, day, now, days_off(day.year))


async def waiting(session: AsyncSession, seat: Seat, found: Sequence[Proposal]) -> list[Proposal]:
    """Those of which nobody has said yet what they are."""
    meeting_id = seat.meeting.id
    done = await queries.answered(session, meeting_id, [one.features for one in found])
    return [one for one in found if digest_of(queries.identity(meeting_id, one.features)) not in done]


async def said(
    session: AsyncSession, serving: Serving, seat: Seat, data: SentenceSaid, now: datetime, *, by: str
) -> None:
    """What a sentence is: it joins the next training. What the model would have said is asked of it here."""
    seat.must_conduct()
    features = features_of(data.sentence, data.lead_line, point=data.point)
    active = serving.active(queries.MODEL)
    answer = active.answer(features, now, counted=False) if active else None
    await corrections.note(
        *(session, queries.MODEL, features),
        suggested=answer.label if answer else None,
        right=data.right,
        by=by,
        number=answer.version if answer else None,
        identity=queries.identity(seat.meeting.id, features),
    )


async def take(
    session: AsyncSession,
    serving: Serving,
    seat: Seat,
    leads: Naming,
    data: ProposalTaken,
    now: datetime,
    *,
    by: str,
) -> Conclusion | None:
    """Into the minutes, as it was proposed or changed; None when it is refused."""
    taken = None
    if data.right != "other":
        facts = ConclusionWrite(
            kind=data.right, text=data.text or data.sentence[:500], lead=data.lead, due_on=data.due_on
        )
        taken = await conclude(session, seat, leads, facts, now)
    await said(session, serving, seat, data, now, by=by)
    return taken


@cache
def days_off(year: int) -> Collection[date]:
    """The holidays of the law; what the government adds is governance's to know, so days near them are unsure."""
    return frozenset(holidays.country_holidays("VN", years=(year, year + 1)))


async def noted(session: AsyncSession, seat: Seat) -> str:
    """Each item's notes under its heading."""
    sheets = await notes.sheets(session, seat)
    return "\n".join(f"{one.heading}:\n{one.body}" if one.heading else one.body for one in sheets if one.body)
