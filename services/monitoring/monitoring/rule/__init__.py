"""When an indicator is worth an alert: below a bound, or not reported in time."""
