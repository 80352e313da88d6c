"""Catches the mail of a demo or a test, and shows it."""
