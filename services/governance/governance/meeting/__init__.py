"""Meetings as governance's people need them: told in the bell, and shown at the task they were called about."""
