"""What a meeting is called about: a task of governance or an alert of monitoring."""
