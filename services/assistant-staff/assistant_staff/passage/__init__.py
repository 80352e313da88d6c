"""Texts that can be quoted, of laws and of the work of the province, and the index in memory that finds them."""
