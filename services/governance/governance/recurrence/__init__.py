"""Work that comes again every week, month, quarter or year."""
