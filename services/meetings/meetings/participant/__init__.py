"""Who takes part in a meeting, in which role, and what they answered."""
