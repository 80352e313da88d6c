"""Units, people and positions of an agency brought in a spreadsheet."""
