"""Units inside agencies as a tree, by date."""
