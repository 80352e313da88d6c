"""What the columns of a dataset hold, in figures."""
