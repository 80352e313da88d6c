"""What was planned, changed or cancelled reaches those invited and other services.

A change leaves its mark in its own transaction: a higher sequence, another state, a participant without invitation.
From the mark the mails and the event are written, in one transaction with taking it away: nothing is told of what did
not happen, nothing is forgotten when a process dies, several changes within a moment are told once, and whoever
changes a meeting of 300 people does not wait for 300 mails.
"""

from dataclasses import dataclass, field
from datetime import datetime

from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.mail.composing import ADDRESS
from kit.web import Translations
from meetings.guest.link import link_of
from meetings.guest.queries import passes_of
from meetings.guest.tables import GuestPass
from meetings.invitation.mailing import Kind, Letter, mail_letter
from meetings.invitation.news import tell_services
from meetings.invitation.queries import ever_invited, next_untold
from meetings.invitation.saying import Saying, saying_of
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant
from meetings.room.tables import Room

AT_ONCE = 20
"""Meetings told of in one round."""


@dataclass
class Round:
    """What one round finds out of a meeting."""

    added: list[Participant] = field(default_factory=list)
    removed: list[Participant] = field(default_factory=list)
    changed: list[Participant] = field(default_factory=list)


async def tell_due(session: AsyncSession, app: FastAPI, now: datetime) -> int:
    """How many meetings there was something to tell of."""
    meetings = await next_untold(session, AT_ONCE)
    for meeting in meetings:
        await _tell(session, app, meeting, now)
    return len(meetings)


async def _tell(session: AsyncSession, app: FastAPI, meeting: Meeting, now: datetime) -> None:
    people = await ever_invited(session, meeting.id)
    room = await session.get(Room, meeting.room_id) if meeting.room_id else None
    chair = next((one for one in people if one.role == "chair" and one.removed_at is None), None)
    passes = await passes_of(session, meeting.id)
    found = Round()
    for person in people:
        said = _said(app, meeting, room, person, passes.get(person.id))
        kind = _kind(meeting, person, said.digest, found)
        if not kind:
            continue
        sequence = max(meeting.sequence, person.told_sequence + 1)
        if ADDRESS.fullmatch(person.email) and meeting.ends_at > now:
            await mail_letter(session, app, Letter(kind, meeting, person, chair, said, sequence), now)
        await _note(session, person, sequence, "" if kind == "cancelled" else said.digest)
    await tell_services(session, meeting, people, found.added, found.removed, noticed=bool(found.changed))
    await _told(session, meeting)


def _said(app: FastAPI, meeting: Meeting, room: Room | None, reader: Participant, guest: GuestPass | None) -> Saying:
    """A guest reads the own link in every mail, so that the newest mail is always enough."""
    translations: Translations = app.state.translations
    page = f"{app.state.settings.origin}/meetings/meetings/{meeting.id}"
    link = link_of(app.state.settings, guest, reader.language) if guest else page
    words = translations.translator(reader.language)
    return saying_of(meeting, room, link, words, "guest_page" if guest else "page")


def _kind(meeting: Meeting, person: Participant, digest: str, found: Round) -> Kind | None:
    """None: nothing this person would notice."""
    if person.removed_at is not None or meeting.state == "cancelled":
        if not person.told:
            return None
        if person.removed_at is not None:
            found.removed.append(person)
        return "cancelled"
    if not person.told:
        found.added.append(person)
        return "called"
    if person.told_content != digest and meeting.state == "planned":
        found.changed.append(person)
        return "changed"
    return None


async def _note(session: AsyncSession, person: Participant, sequence: int, content: str) -> None:
    """Beside the version that people edit: nobody's form gets stale by it."""
    values = {"told": bool(content), "told_sequence": sequence, "told_content": content}
    mine = update(Participant).where(Participant.id == person.id).values(values)
    await session.execute(mine.execution_options(synchronize_session=False))


async def _told(session: AsyncSession, meeting: Meeting) -> None:
    values = {"told_sequence": meeting.sequence, "told_state": meeting.state}
    mine = update(Meeting).where(Meeting.id == meeting.id).values(values)
    await session.execute(mine.execution_options(synchronize_session=False))
