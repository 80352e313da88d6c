"""Who was in a meeting, from when to when, and whether enough members are."""
