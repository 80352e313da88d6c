"""The forms of a person's positions."""
