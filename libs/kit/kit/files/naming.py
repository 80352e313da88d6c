"""What a file is called: only shown and offered for saving, never part of a path."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from kit.text import nfc

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
MOST_LETTERS = 180
NAMELESS = "tệp"


def cleaned(name: str) -> str:
    """The last part of a path, in one line; nothing turns the reading direction, so no `exe.pdf` ends in exe."""
    last = re.split(r"[/\\]", nfc(name))[-1]
    shown = " ".join(UNSEEN.sub("", last).split()).strip(". ")
    if len(shown) > MOST_LETTERS:
        suffix = PurePosixPath(shown).suffix[:10]
        shown = shown[: MOST_LETTERS - len(suffix)].rstrip() + suffix
    return shown or NAMELESS


def disposition(kind: str, name: str) -> str:
    """RFC 6266: letters with marks as UTF-8; old programs get none of them rather than wrong ones."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
