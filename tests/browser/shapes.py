"""What pages are made of. A page of the same address that holds nothing another role's did not is looked at once."""

import re
from collections import defaultdict
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
TOLD_BY_VALUE = {"class", "role", "scope", "type", "lang", "aria-current", "aria-expanded"}
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
COMES_LATER = re.compile(r'<main.*hx-trigger="[^"]*\b(load|revealed)\b', re.DOTALL)
"""The bell in the head of every page does, and is looked at with the first."""


class Shape(HTMLParser):
    """Each kind of element by where it stands, what is set on it, and whether it says something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: set[str] = set()
        self._open: list[tuple[str, str]] = []
        self._speaks: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = self._open[-1][1] if self._open else ""
        own = sorted(f"{name}={value}" if name in TOLD_BY_VALUE else name for name, value in attrs)
        path = f"{above}>{tag}[{' '.join(own)}]"
        self.parts.add(path)
        if tag not in VOID:
            self._open.append((tag, path))
            self._speaks.append(False)

    def handle_endtag(self, tag: str) -> None:
        while any(tag == one for one, _ in self._open):
            name, path = self._open.pop()
            speaks = self._speaks.pop()
            self.parts.add(f"{path} {'speaks' if speaks else 'is silent'}")
            if self._speaks:
                self._speaks[-1] |= speaks
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and self._speaks:
            self._speaks[-1] = True


class Looked:
    """What was looked at so far, by address."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, set[str]] = defaultdict(set)

    def at(self, path: str) -> bool:
        """Whether there was any page of that address."""
        return _address(path) in self._parts

    def has(self, path: str, page: str) -> bool:
        """Remembers it too. What asks for parts of itself later shows too little of itself to be known again."""
        known, parts = self._parts[_address(path)], Shape(page).parts
        had = parts <= known and not COMES_LATER.search(page)
        known |= parts
        return had


def _address(path: str) -> str:
    return IDS.sub("one", path.partition("?")[0])
