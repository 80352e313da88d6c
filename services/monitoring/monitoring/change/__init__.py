"""Which indicators have other figures or targets than their readers, alerts and forecasts, have seen."""
