import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

# Left behind by word processors and copied pages; nobody sees them, and they would make equal names differ.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\u0085")
# Everything a reader cannot see or that turns the reading direction; tab and line feed are kept out of it.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def nfc(text: str) -> str:
    """The composed form: "ệ" is one character however it was typed."""
    return unicodedata.normalize("NFC", text)


def clean_text(text: str) -> str:
    """Several lines, composed, with line feeds only; ValueError on control characters."""
    cleaned = _LINE_ENDS.sub("\n", nfc(text)).translate(_INVISIBLE)
    if found := _REFUSED.search(cleaned):
        raise ValueError(f"control character U+{ord(found[0]):04X} is not allowed")
    return cleaned.strip()


def clean_name(text: str) -> str:
    """One line, composed, single spaces; ValueError on control characters and line breaks."""
    cleaned = clean_text(text)
    if "\n" in cleaned:
        raise ValueError("a line break is not allowed here")
    return " ".join(cleaned.split())


def _text(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _name(value: Any) -> Any:
    return clean_name(value) if isinstance(value, str) else value


# A field may be tighter, never looser: `title: Annotated[Name, Field(max_length=80)]`.
Text = Annotated[str, StringConstraints(max_length=20_000), BeforeValidator(_text)]
Line = Annotated[str, StringConstraints(max_length=1000), BeforeValidator(_name)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=250), BeforeValidator(_name)]
