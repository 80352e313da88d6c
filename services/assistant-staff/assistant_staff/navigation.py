"""The sections of the platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (
    Section("ask.title", "/assistant-staff/", "bot", scope="assistant:use"),
    Section("ask.history", "/assistant-staff/history", "history", scope="assistant:use"),
    Section("library.title", "/assistant-staff/laws", "library", scope="assistant:use"),
    Section("index.title", "/assistant-staff/index", "database", scope="library:write"),
    Section("ask.reviews", "/assistant-staff/reviews", "thumbs-down", scope="library:write"),
)
