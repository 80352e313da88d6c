"""What this platform has for the search box."""
