"""Something to be done, told in words: a card first, a task of governance when its author confirms it."""
