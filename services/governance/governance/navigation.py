"""The sections of the governance platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (
    Section("day.title", "/governance/day", "layout-dashboard", scope="tasks:read"),
    Section("document.title", "/governance/documents", "inbox", scope="documents:read"),
    Section("task.title", "/governance/tasks", "clipboard-list", scope="tasks:read"),
    Section("calendar.title", "/governance/calendar", "calendar"),
    Section("person.title", "/governance/people", "id-card", scope="organisation:read"),
    Section("unit.agencies", "/governance/agencies", "building-2", scope="organisation:read"),
    Section("triage.title", "/governance/triage", "route", scope="documents:write"),
    Section("delegation.title", "/governance/delegations", "user-cog", scope="organisation:read"),
)
