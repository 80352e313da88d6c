"""The papers of a meeting: who may read which from when, each reader's copy with their name, and notes of one's own."""
