"""Calls through the LGSP gateway: how many, at whose fault they failed, how long they took, by hour."""
