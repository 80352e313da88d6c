"""Every event of the platforms as rows of a dataset."""
