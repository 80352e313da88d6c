"""The sections of the governance platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (Section("calendar.title", "/governance/calendar", "calendar"),)
