"""The sections of the platform."""

from kit.web import Section

SECTIONS = (
    Section("dataset.title", "/analytics/datasets", "database", scope="datasets:read"),
    Section("dashboard.title", "/analytics/dashboards", "layout-dashboard", scope="datasets:read"),
    Section("question.title", "/analytics/questions", "list-checks", scope="datasets:read"),
    Section("workspace.title", "/analytics/workspace", "file-text", scope="queries:write"),
)
