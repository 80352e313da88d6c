"""The sections of the platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (
    Section("procedure.title", "/assistant-citizen/procedures", "file-text"),
    Section("faq.title", "/assistant-citizen/faqs", "circle-help"),
    Section("office.title", "/assistant-citizen/offices", "building-2"),
    Section("procedure.import.title", "/assistant-citizen/knowledge/import", "upload", scope="knowledge:write"),
)
