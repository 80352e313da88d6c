"""Texts cut into passages: whole paragraphs, as many as can be read at a glance."""

from collections.abc import Iterable, Iterator

LETTERS, MOST_PASSAGES = 1200, 400


def cut(texts: Iterable[str]) -> list[str]:
    """At least one, so that what has nothing but a title is found by that."""
    found = [passage for text in texts for passage in _cut(text)][:MOST_PASSAGES]
    return found or [""]


def _cut(text: str) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for line in _lines(text):
        if lines and size + len(line) > LETTERS:
            yield "\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield "\n".join(lines)


def _lines(text: str) -> Iterator[str]:
    """Paragraphs; a longer one in pieces that end with a sentence, or at least a word."""
    for paragraph in text.replace("\0", "").splitlines():
        rest = " ".join(paragraph.split())
        while len(rest) > LETTERS:
            end = max(rest.rfind(". ", 0, LETTERS) + 1, 0) or rest.rfind(" ", 0, LETTERS)
            end = end if end > 0 else LETTERS
            yield rest[:end].strip()
            rest = rest[end:].strip()
        if rest:
            yield rest
