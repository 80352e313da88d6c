"""What a page says in words of the other language, or as a raw key instead of words."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import simulators.demo
from kit.web.translations import load

PACKAGES = (
    "kit.web", "analytics", "assistant_citizen", "assistant_staff",
    "governance", "lgsp_gateway", "meetings", "monitoring",
)  # fmt: skip
SAID_IN = ("title", "aria-label", "placeholder", "alt")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "code", "pre", "textarea", "q"}
LEAST_LETTERS = 4
PLACE = re.compile(r"^\d+\. ")  # before an item of the agenda
GAP = re.compile(r"\\{\w+\\}")


class Sayings(HTMLParser):
    """The texts of a page that are in its own language: parts with another `lang` say so on purpose."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        quiet = bool(self._silent) or tag in UNREAD or ("lang" in known and tag != "html")
        if not quiet:
            self.found += [known[name] or "" for name in SAID_IN if name in known]
        elif tag not in VOID:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.append(" ".join(data.split()))


def wrong_words(page: str, language: str) -> list[str]:
    sayings = Sayings()
    sayings.feed(page)
    own, other = _phrases(language), _phrases("en" if language == "vi" else "vi")
    said = [text for text in sayings.found if PLACE.sub("", text) not in _data()]
    return [text for text in said if text in _keys() or (_says(other, text) and not _says(own, text))]


def _says(phrases: re.Pattern[str], text: str) -> bool:
    return bool(phrases.fullmatch(text))


@cache
def _data() -> frozenset[str]:
    """What the demo says in the words of its people, such as titles: data stays as it is in both languages."""
    files = Path(simulators.demo.__path__[0]).rglob("*.toml")
    return frozenset(text for file in files for text in _texts(tomllib.loads(file.read_text(encoding="utf-8"))))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


@cache
def _keys() -> frozenset[str]:
    return frozenset(key for package in PACKAGES for key in load(package, "vi"))


@cache
def _phrases(language: str) -> re.Pattern[str]:
    """Any of the language's texts, with anything in their gaps."""
    texts = (text for package in PACKAGES for text in load(package, language).values())
    each = [one for text in texts for one in ([text] if isinstance(text, str) else text.values())]
    long = [text for text in each if len(re.sub(r"\{\w+\}|\W", "", text)) >= LEAST_LETTERS]
    return re.compile("|".join(GAP.sub(".+", re.escape(text)) for text in long))
