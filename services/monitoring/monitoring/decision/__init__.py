"""What this province decides about an obligation: date, lead agency, figures the plan leaves open; and who said so."""
