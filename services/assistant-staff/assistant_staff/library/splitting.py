"""The text of a law, split into chapters and articles as it is printed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_ARTICLE = re.compile(r"Điều\s+(\d{1,4})([a-zđ]?)\s*(?:[.:]\s*(.*))?$", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:Chương|Phần)\s+(?:[IVXLC]+|\d+|thứ\s+\w+)\b[.:]?\s*(.*)$", re.IGNORECASE)
_SECTION = re.compile(r"Mục\s+(?:[IVXLC]+|\d+)\b[.:]?", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:\d{1,3}[.)]\s|[a-zđ]{1,2}\)\s|[-–+•]\s|Điều\s+\d|Chương\s|Phần\s+thứ|Mục\s+\d)", re.IGNORECASE
)
_ENDS = re.compile(r"[.;:!?…”\"]\s*$")
FURTHEST = 10
"""So many articles may be missing between two: a reference to another law at the beginning of a line is none."""
MOST_ARTICLES, MOST_LETTERS, LONGEST_TITLE = 5000, 200_000, 500


@dataclass
class Article:
    number: str
    title: str
    chapter: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Split:
    articles: list[Article]
    missing: list[str]
    """Numbers of articles that ought to stand between two that were found."""


def split(text: str, *, wrapped: bool = False) -> Split:
    """`wrapped`: lines end where the page does, as in a PDF."""
    told = [" ".join(line.split()) for line in text.splitlines()]
    lines: Iterable[str] = [line for line in told if line]
    articles: list[Article] = []
    chapter, expects_name, last, missing = "", False, 0, list[str]()
    for line in _joined(lines) if wrapped else lines:
        found = _ARTICLE.match(line)
        if found and last <= int(found[1]) <= last + FURTHEST and (found[2] or int(found[1]) > last):
            missing += [str(number) for number in range(last + 1, int(found[1]))]
            last, expects_name = int(found[1]), False
            title = (found[3] or "").strip()
            articles.append(Article(f"{found[1]}{found[2].lower()}", title[:LONGEST_TITLE], chapter))
            if len(articles) >= MOST_ARTICLES:
                break
        elif _CHAPTER.match(line) and len(line) < LONGEST_TITLE:
            chapter, expects_name = line, True
        elif expects_name and not _SECTION.match(line):
            chapter, expects_name = f"{chapter} · {line}"[:LONGEST_TITLE], False
        elif articles and not _SECTION.match(line):
            _into(articles[-1], line)
    return Split(articles, missing)


def _into(article: Article, line: str) -> None:
    """An article without a name beside its number has it on the next line, unless that begins its text."""
    if (
        not article.title
        and not article.lines
        and len(line) < 200
        and not _BEGINS.match(line)
        and line[-1] not in ".;:"
    ):
        article.title = line
    elif sum(map(len, article.lines)) + len(line) <= MOST_LETTERS:
        article.lines.append(line)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """A line that begins nothing goes on with the one before it, unless that ended."""
    waiting = ""
    for line in lines:
        new = not waiting or _BEGINS.match(line) or _ENDS.search(waiting) or _ARTICLE.match(waiting)
        if new and waiting:
            yield waiting
        waiting = line if new else f"{waiting} {line}"
    if waiting:
        yield waiting
