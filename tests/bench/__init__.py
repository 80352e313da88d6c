"""Measurements; `make bench`. Not collected as tests."""
