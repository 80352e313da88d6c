"""Where one goes: agencies and one-stop offices with address, hours and telephone."""
