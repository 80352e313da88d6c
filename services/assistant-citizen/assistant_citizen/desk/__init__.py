"""Where officials answer citizens who asked for a person."""
