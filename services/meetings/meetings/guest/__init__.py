"""Guests from outside: a link and a PIN instead of an account, for one meeting."""
