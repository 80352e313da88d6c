"""Handling of events: what a service listens to, once and in order."""
