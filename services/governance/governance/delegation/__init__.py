"""Standing in for a colleague for some days."""
