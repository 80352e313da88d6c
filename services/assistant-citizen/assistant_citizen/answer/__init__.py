"""Answers made of records alone: every sentence leads back to the place it was taken from."""
