"""What somebody has to do, asked of governance with the own token."""
