"""The officials' assistant in the demo province."""
