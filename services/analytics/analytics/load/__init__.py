"""From a file to a snapshot, in the background: what it is, what its columns hold, which rows cannot be taken."""
