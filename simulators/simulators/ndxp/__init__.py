"""The national data exchange platform, as a province's gateway meets it."""
