"""What the citizens' assistant of the demo province knows: procedures, offices and frequent questions."""
