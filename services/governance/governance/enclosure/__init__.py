"""The doors to the files of a document: whoever may see it may read them."""
