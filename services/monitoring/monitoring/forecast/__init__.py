"""How likely an indicator meets its target at its date, from the few figures there are."""
