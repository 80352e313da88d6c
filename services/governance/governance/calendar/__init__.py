"""The working days of Việt Nam: statutory holidays, days off instead of others, Saturdays worked instead."""
