"""The catalogue: what data there is, whose, how fresh, and who may see it."""
