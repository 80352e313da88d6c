"""The platforms that own documents, tasks and minutes: asked with the reader's token, or as this system."""
