"""How the province is doing: every obligation with its score, by pillar, and each with series and breakdown."""
