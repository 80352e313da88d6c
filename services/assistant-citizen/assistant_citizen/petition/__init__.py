"""What citizens tell of their surroundings: filed with place and photos, followed by a code, answered by officials."""
