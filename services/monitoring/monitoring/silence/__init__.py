"""Times in which known trouble raises no alerts: it is judged on, and told when the silence ends."""
