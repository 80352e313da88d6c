"""Vietnamese text: one form at every door, one way to search it, one order to list it in, one way to count it."""

from kit.text.dates import find_day
from kit.text.folding import fold
from kit.text.normal import Line, Name, Text, clean_name, clean_text, nfc
from kit.text.sorting import sort_key
from kit.text.tokens import grams, syllables, tokens

__all__ = [
    "Line",
    "Name",
    "Text",
    "clean_name",
    "clean_text",
    "find_day",
    "fold",
    "grams",
    "nfc",
    "sort_key",
    "syllables",
    "tokens",
]
