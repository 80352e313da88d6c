"""What the first page of the whole shows of this platform: what waits for whom, and what just happened."""
