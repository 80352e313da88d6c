"""The state of a citizen's dossier, asked of the one-stop system through the exchange; nothing of it is kept here."""
