"""Vietnamese text: one form at every door, one way to search it, one order to list it in."""

from kit.text.folding import fold
from kit.text.normal import Name, Text, clean_name, clean_text, nfc
from kit.text.sorting import sort_key

__all__ = ["Name", "Text", "clean_name", "clean_text", "fold", "nfc", "sort_key"]
