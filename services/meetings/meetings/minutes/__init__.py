"""What is written down of a meeting: notes, the minutes, what was decided, and what became of it."""
