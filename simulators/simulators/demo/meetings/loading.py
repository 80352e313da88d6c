"""Writes the meetings of the demo, once: what people made of them since is left alone."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import files as resources
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import ZONE, local_day
from kit.files import Files
from kit.text import fold, sort_key
from kit.units import register
from meetings.agency.tables import Agency
from meetings.live.tables import Presence
from meetings.meeting.seat import Seat
from meetings.meeting.tables import AgendaItem, Meeting
from meetings.minutes.publishing import publish
from meetings.minutes.schemas import ActGiven
from meetings.minutes.service import act, changed, draft
from meetings.minutes.tables import Conclusion, MeetingNote, Minutes
from meetings.participant.tables import Participant
from simulators.demo.identity import person_of
from simulators.demo.meetings.papers import add_papers
from simulators.demo.meetings.voting import hold_votes, prepare_votes

PLAN = resources("simulators.demo.meetings") / "meetings.toml"
SUNDAY = 6
Entry = Mapping[str, Any]


async def add_meetings(session: AsyncSession, files: Files, now: datetime) -> int:
    """How many were added."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    known = set(await session.scalars(select(Meeting.uid)))
    new = [one for one in plan["meetings"] if _uid(one) not in known]
    if not new:
        return 0
    told = set(await session.scalars(select(Agency.code)))
    lent = [one for one in _agencies(now) if one.code not in told]
    session.add_all(lent)
    for entry in new:
        await _add(session, files, plan, entry, now)
    await session.flush()
    # The gateway tells of agencies when it runs; these only lent their names to the records.
    await session.execute(delete(Agency).where(Agency.member_id.in_([one.member_id for one in lent])))
    return len(new)


async def _add(session: AsyncSession, files: Files, plan: Entry, entry: Entry, now: datetime) -> None:
    meeting, people = _meeting(plan, entry, now), _people(plan, entry)
    session.add(meeting)
    await session.flush()
    for one in people.values():
        one.meeting_id = meeting.id
    session.add_all(people.values())
    await session.flush()
    secretary = Seat(meeting, people[entry["secretary"]])
    if meeting.state == "planned":
        await add_papers(session, files, secretary, entry, plan["mark"], now)
        await prepare_votes(session, secretary, entry)
    if meeting.state != "ended":
        return
    await _hold(session, secretary, people, entry)
    minutes = await draft(session, secretary, now)
    _conclude(plan, minutes, entry, now)
    await session.flush()
    await _go_on(session, files, meeting, people, entry, now)


def _meeting(plan: Entry, entry: Entry, now: datetime) -> Meeting:
    starts = _begin(entry, now)
    ends = starts + timedelta(minutes=entry["minutes"])
    state = "cancelled" if "cancelled" in entry else "ended" if ends < now else "planned"
    told = {"told_sequence": 0, "told_state": state} if state != "planned" else {}
    held = {"opened_at": starts, "ended_at": ends} if state == "ended" else {}
    return Meeting(
        id=uuid5(NAMESPACE_OID, _uid(entry)),
        uid=_uid(entry),
        agency=plan["people"][entry["chair"]]["agency"],
        purpose=plan["mark"],
        starts_at=starts,
        ends_at=ends,
        lobby_minutes=15,
        waiting="guests",
        quorum=50,
        state=state,
        correlation_id=_uid(entry),
        called_by=_caller(entry["chair"]).subject,
        called_at=min(now, starts - timedelta(days=3)),
        cancelled_reason=entry.get("cancelled", ""),
        **_words(entry),
        **told,
        **held,
    )


def _begin(entry: Entry, now: datetime) -> datetime:
    day = local_day(now) + timedelta(days=entry["day"])
    day += timedelta(days=1 if day.weekday() == SUNDAY else 0)
    return datetime.combine(day, time.fromisoformat(entry["at"]), ZONE)


def _words(entry: Entry) -> dict[str, Any]:
    items = enumerate(entry["agenda"], 1)
    agenda = [AgendaItem(place=place, title=one[0], presenter=one[1], minutes=one[2]) for place, one in items]
    folded = fold(" ".join([entry["title"], *(item[0] for item in entry["agenda"])]))
    return {"title": entry["title"], "sort_key": sort_key(entry["title"]), "folded": folded, "agenda": agenda}


def _people(plan: Entry, entry: Entry) -> dict[str, Participant]:
    roles = dict.fromkeys(entry["delegates"], "delegate")
    roles |= {entry["secretary"]: "secretary", entry["chair"]: "chair"}
    return {username: _participant(username, role, plan["people"][username]) for username, role in roles.items()}


def _participant(username: str, role: str, person: Entry) -> Participant:
    return Participant(
        role=role,
        person_id=person_of(username),
        username=username,
        name=person["name"],
        sort_key=sort_key(person["name"]),
        title=person["title"],
        agency=person["agency"],
        email=f"{username}@demo.example",
        answer="accepted",
    )


async def _hold(session: AsyncSession, secretary: Seat, people: Mapping[str, Participant], entry: Entry) -> None:
    """Everybody was there, one after the other a little later; they voted, and the secretary noted what was said."""
    meeting, stays = secretary.meeting, []
    for place, person in enumerate(people.values()):
        came = meeting.starts_at + timedelta(minutes=2 * place)
        stays.append(Presence(meeting_id=meeting.id, participant_id=person.id, inside=True, joined_at=came))
        stays[-1].seen_at = meeting.ends_at
        person.told, person.told_sequence = True, 0
    session.add_all(stays)
    meeting.state = "running"
    await hold_votes(session, secretary, list(people.values()), entry, meeting.ends_at - timedelta(minutes=10))
    for stay in stays:
        stay.left_at = meeting.ends_at
    meeting.state = "ended"
    _note(session, meeting, entry)
    await session.flush()


def _note(session: AsyncSession, meeting: Meeting, entry: Entry) -> None:
    author = _caller(entry["secretary"]).subject
    for item, body in zip(meeting.agenda, entry["notes"], strict=True):
        facts = {"item_id": item.id, "heading": item.title, "place": item.place, "body": body, "folded": fold(body)}
        session.add(MeetingNote(meeting_id=meeting.id, edited_by=author, edited_at=meeting.ends_at, **facts))


def _conclude(plan: Entry, minutes: Minutes, entry: Entry, now: datetime) -> None:
    names = {one.code: one.name for one in register().agencies}
    rows = [Conclusion(kind="decision", text=text, lead_name="") for text in entry.get("decisions", ())]
    for text, agency, username, days in entry.get("actions", ()):
        who = [plan["people"][username]["name"]] if username else []
        lead = {"lead_agency": agency, "lead_person_id": person_of(username) if username else None}
        due_on = local_day(now) + timedelta(days=days)
        name = ", ".join([*who, names[agency]])
        rows.append(Conclusion(kind="action", text=text, lead_name=name, due_on=due_on, **lead))
    for place, row in enumerate(rows, 1):
        row.place = place
    minutes.conclusions.extend(rows)
    changed(minutes, now)


async def _go_on(
    session: AsyncSession,
    files: Files,
    meeting: Meeting,
    people: Mapping[str, Participant],
    entry: Entry,
    now: datetime,
) -> None:
    chair, secretary = Seat(meeting, people[entry["chair"]]), Seat(meeting, people[entry["secretary"]])
    writer, leader = _caller(entry["secretary"]), _caller(entry["chair"])
    minutes = await session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))
    if minutes is None:
        raise LookupError(meeting.uid)
    if "minutes_state" not in entry:
        return
    minutes = await act(session, writer, secretary, "submit", ActGiven(version=minutes.version), now)
    if entry["minutes_state"] == "review":
        return
    minutes = await act(session, leader, chair, "approve", ActGiven(version=minutes.version), now)
    await publish(session, files, writer, secretary, ActGiven(version=minutes.version), now)


def _caller(username: str) -> Caller:
    return Caller(subject=str(person_of(username)), kind="official", username=username)


def _uid(entry: Entry) -> str:
    return f"demo-{fold(entry['title']).replace(' ', '-')}@meetings"


def _agencies(now: datetime) -> list[Agency]:
    return [
        Agency(
            member_id=_member(one.code),
            code=one.code,
            name=one.name,
            name_folded=fold(one.name),
            sort_key=sort_key(one.name),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            version=0,
        )
        for one in register().agencies
        if one.valid_to is None or one.valid_to > local_day(now)
    ]


def _member(code: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"demo {code}")
