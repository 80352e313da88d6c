"""The invitation list of a meeting: who is added, put in another role, replaced, taken out."""
