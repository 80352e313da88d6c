"""Administrative procedures as they are published: what to hand in, what it costs, how long it takes, where and why."""
