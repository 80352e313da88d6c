"""The meeting itself: who is there, what they say to each other's browsers, who may speak."""
