"""What the registry has for the search box, and the page that asks every platform."""
