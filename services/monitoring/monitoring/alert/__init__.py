"""What slips is told once, to whom it concerns, and taken back when it came right."""
