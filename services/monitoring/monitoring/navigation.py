"""The sections of the monitoring platform."""

from kit.web import Section

SECTIONS = (Section("traffic.title", "/monitoring/traffic", "activity", scope="traffic:read"),)
