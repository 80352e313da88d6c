"""Meetings as calendars take them (RFC 5545)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vCalAddress

from kit.clock import ZONE
from kit.web import Translator
from meetings.invitation.saying import Saying
from meetings.participant.tables import Participant

PRODUCT = "-//Shared digital platforms//meetings//VI"
ALARM_BEFORE = timedelta(minutes=15)
SINCE = datetime(1975, 6, 13)  # noqa: DTZ001 - a local time, as RFC 5545 (3.6.5) asks
EAST, BEFORE = timedelta(hours=7), timedelta(hours=8)
UNFIT = re.compile(r'[\x00-\x1f\x7f"\\^]+')
ROLES = {"chair": "CHAIR", "secretary": "REQ-PARTICIPANT", "delegate": "REQ-PARTICIPANT", "guest": "OPT-PARTICIPANT"}
ANSWERS = {"none": "NEEDS-ACTION", "accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}


@dataclass(frozen=True)
class Sender:
    """Who invites: the chair, for whom the platform writes."""

    name: str
    email: str
    platform: str


def calendar(events: list[Event], *, method: str = "", name: str = "") -> str:
    """With the one time zone that its events are in."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    if method:
        whole.add("method", method)
    if name:
        whole.add("name", name)
        whole.add("x-wr-calname", name)
    whole.add_component(_zone())
    for event in events:
        whole.add_component(event)
    text: bytes = whole.to_ical()
    return text.decode()


def event_of(saying: Saying, now: datetime, sequence: int, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", saying.uid)
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    event.add("dtstart", saying.starts_at.astimezone(ZONE))
    event.add("dtend", saying.ends_at.astimezone(ZONE))
    event.add("summary", saying.title)
    event.add("location", saying.place)
    event.add("description", saying.description)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if saying.link:
        event.add("url", saying.link)
    if not cancelled:
        event.add_component(_alarm(saying.title))
    return event


def address(event: Event, sender: Sender, reader: Participant, t: Translator) -> None:
    """Organizer and the one reader: nobody learns the addresses of the others by it."""
    organizer = vCalAddress(f"MAILTO:{sender.email or sender.platform}")
    organizer.params["CN"] = _parameter(sender.name) or t.t("invitation.chair_unknown")
    if sender.email:
        organizer.params["SENT-BY"] = f"MAILTO:{sender.platform}"
    event.add("organizer", organizer)
    attendee = vCalAddress(f"MAILTO:{reader.email}")
    attendee.params.update(
        {
            "CN": _parameter(reader.name),
            "CUTYPE": "INDIVIDUAL",
            "ROLE": ROLES[reader.role],
            "PARTSTAT": ANSWERS[reader.answer],
            "RSVP": "TRUE" if reader.answer == "none" else "FALSE",
        }
    )
    event.add("attendee", attendee)


def _parameter(name: str) -> str:
    """A parameter knows no escapes (RFC 5545, 3.1): what would end it, or be read as an escape, is left out."""
    return " ".join(UNFIT.sub(" ", name).split())


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm


def _zone() -> Timezone:
    """Viet Nam has had one time all the year since 1975."""
    standard = TimezoneStandard()
    standard.add("dtstart", SINCE)
    standard.add("tzoffsetfrom", BEFORE)
    standard.add("tzoffsetto", EAST)
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    zone.add_component(standard)
    return zone
