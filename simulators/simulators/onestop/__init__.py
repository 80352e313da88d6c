"""The province's one-stop system, where dossiers are handled: what it tells of one to who proves to have filed it."""
