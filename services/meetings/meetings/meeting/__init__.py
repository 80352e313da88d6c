"""A meeting: when, where, about what, called by whom; and its agenda."""
