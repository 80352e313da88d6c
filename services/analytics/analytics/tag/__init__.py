"""Which columns hold personal data: proposed by what is in them, decided by people."""
