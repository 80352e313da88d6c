"""Files on their way in: in pieces, so that after a broken line it goes on from what has arrived."""
