"""Votes: prepared or ad hoc, open or secret, one ballot each."""
