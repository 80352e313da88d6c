"""A question that was put together rather than written, in the SQL of each engine we claim to speak to."""
