"""Work that an agency gives: who leads it, until when, how it goes, and everything that ever happened to it."""
