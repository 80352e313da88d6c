"""Text and pages of files that strangers sent, read by a child process that can do no harm (child.py).

Kept light: the child imports it too.
"""
