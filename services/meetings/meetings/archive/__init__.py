"""Meetings found again by what was planned, noted and recorded."""
