"""Action items and decisions that a model finds in the notes of a meeting, proposed to its secretary."""
