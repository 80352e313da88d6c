"""What needs a person's attention today, the most pressing first, each with what to do next."""
