"""The sections of the meetings platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (
    Section("meeting.title", "/meetings/meetings", "video", scope="meetings:read"),
    Section("schedule.title", "/meetings/calendar", "calendar", scope="meetings:read"),
    Section("meeting.call", "/meetings/new", "plus", scope="meetings:write"),
    Section("venue.title", "/meetings/rooms", "building-2", scope="meetings:read"),
    Section("archive.title", "/meetings/archive", "archive", scope="meetings:read"),
)
