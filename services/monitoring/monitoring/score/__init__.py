"""Where each obligation stands against its target: figures by period, and the current score with its reason."""
