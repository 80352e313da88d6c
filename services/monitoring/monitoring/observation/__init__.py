"""What was observed of each indicator, where and when, with its source and every correction."""
