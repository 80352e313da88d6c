"""Invented meetings of the demo province."""
