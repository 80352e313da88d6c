"""People and their positions, by date."""
