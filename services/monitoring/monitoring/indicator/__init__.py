"""The obligations of the plan, what is asked in each, and what this province decided about them."""
