"""Units inside agencies, the people in them, their positions and who stands in for whom, by date."""
