"""The legal library: laws by article, from when until when each holds, and how they come in."""
