"""The way to everybody who is connected to a meeting, on whatever process."""
