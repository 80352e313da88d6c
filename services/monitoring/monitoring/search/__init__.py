"""What monitoring has for the search box."""
