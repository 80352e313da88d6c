"""The sections of the monitoring platform."""

from kit.web import Section

SECTIONS = (
    Section("board.title", "/monitoring/indicators", "gauge", scope="indicators:read"),
    Section("alert.title", "/monitoring/alerts", "bell", scope="alerts:read"),
    Section("rule.title", "/monitoring/alert-rules", "list-checks", scope="alerts:read"),
    Section("silence.title", "/monitoring/silences", "circle-pause", scope="alerts:read"),
    Section("satisfaction.title", "/monitoring/satisfaction", "thumbs-up", scope="indicators:read"),
    Section("traffic.title", "/monitoring/traffic", "activity", scope="traffic:read"),
)
