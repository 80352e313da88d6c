"""Invented datasets of the demo province."""
