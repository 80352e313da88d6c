"""Every component with Vietnamese data, through the real layout, texts and styles."""
