"""Rooms of agencies, where people meet in person."""
