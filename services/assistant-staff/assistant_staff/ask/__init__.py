"""A question, the passages that answer it and that its reader may open, and an answer made only of what they say."""
