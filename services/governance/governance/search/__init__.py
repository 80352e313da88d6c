"""What governance has for the search box."""
