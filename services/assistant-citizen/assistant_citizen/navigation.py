"""The sections of the platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = (
    Section("conversation.title", "/assistant-citizen/", "messages-square"),
    Section("petition.title", "/assistant-citizen/petitions", "megaphone"),
    Section("dossier.title", "/assistant-citizen/dossiers", "folder-search"),
    Section("procedure.title", "/assistant-citizen/procedures", "file-text"),
    Section("faq.title", "/assistant-citizen/faqs", "circle-help"),
    Section("office.title", "/assistant-citizen/offices", "building-2"),
    Section("desk.title", "/assistant-citizen/desk", "message-circle", scope="conversations:answer"),
    Section("petition.desk", "/assistant-citizen/petition-desk", "inbox", scope="petitions:read"),
    Section("console.title", "/assistant-citizen/questions", "list-checks", scope="knowledge:read"),
    Section("procedure.import.title", "/assistant-citizen/knowledge/import", "upload", scope="knowledge:write"),
)
