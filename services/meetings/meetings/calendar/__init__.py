"""Meetings by day, week and month, and the address at which calendars of others read them."""
