"""Questions that are kept: their words, places for values, who may ask them, and how their answer is drawn."""
