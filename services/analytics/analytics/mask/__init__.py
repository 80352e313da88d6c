"""What each caller sees of a dataset: the one door to what the lake holds."""
