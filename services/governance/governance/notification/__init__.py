"""What needs a person's attention: told in the product at once, by mail as the person wishes."""
