"""What a citizen asks: which procedure, which side of it, or what else; understood as people write."""
