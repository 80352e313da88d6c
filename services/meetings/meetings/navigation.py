"""The sections of the meetings platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (
    Section("meeting.title", "/meetings/meetings", "video", scope="meetings:read"),
    Section("meeting.call", "/meetings/new", "plus", scope="meetings:write"),
    Section("archive.title", "/meetings/archive", "archive", scope="meetings:read"),
)
