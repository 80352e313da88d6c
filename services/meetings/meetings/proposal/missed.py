"""Sentences of the notes in which the model sees nothing to do or decided: who conducts may know better."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.ml import Features
from kit.ml.example import digest_of
from kit.text.due import Due, first_due
from meetings.meeting.seat import Seat
from meetings.proposal import queries
from meetings.proposal.examples import features_of
from meetings.proposal.person import Directory, Who
from meetings.proposal.proposing import Proposal
from meetings.proposal.sentence import sentences
from meetings.proposal.service import days_off, noted


@dataclass(frozen=True, slots=True)
class Missed:
    """Who and by when, should it be an action item."""

    sentence: str
    who: Sequence[Who]
    due: Due | None
    features: Features

    @property
    def leads(self) -> list[Who]:
        return [one for one in self.who if one.lead]


async def missed(session: AsyncSession, seat: Seat, found: Sequence[Proposal]) -> list[Missed]:
    """What is noted, without what was proposed (`found`) and without that of which somebody has said what it is."""
    seat.must_conduct()
    meeting_id, day = seat.meeting.id, local_day(seat.meeting.starts_at)
    people = await queries.directory(session, meeting_id, day)
    all_told = _told(await noted(session, seat), people, day, days_off(day.year))
    proposed = [one.features for one in found]
    rest = [one for one in all_told if one.features not in proposed]
    done = await queries.answered(session, meeting_id, [one.features for one in rest])
    return [one for one in rest if digest_of(queries.identity(meeting_id, one.features)) not in done]


def _told(notes: str, people: Directory, day: date, off: Collection[date]) -> list[Missed]:
    return [
        Missed(
            one.text,
            people.find(one.text, one.speaker),
            first_due(one.text, day, off),
            features_of(one.text, one.lead, point=one.point),
        )
        for one in sentences(notes)
    ]
