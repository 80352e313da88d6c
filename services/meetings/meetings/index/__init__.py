"""Published minutes for a search outside: the words, for the system that keeps an index; and which of its finds a
reader may open, for that reader."""
