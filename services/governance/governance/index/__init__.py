"""What a search outside may know: the words, for the system that keeps an index; and which of its finds a reader may
open, for that reader."""
