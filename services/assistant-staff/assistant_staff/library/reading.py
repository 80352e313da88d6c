"""A file that came in, as laws and what could not be read of it. What it is, its content says, never its name."""

import asyncio
import re
from dataclasses import dataclass, field

import orjson

from assistant_staff.library import markup
from assistant_staff.library.errors import LawNameMissing, LawUnreadable
from assistant_staff.library.splitting import MOST_LETTERS, Article, split
from kit.files import Arrived
from kit.files.content import Kind
from kit.reading import confined
from kit.reading.judging import judged
from kit.text import nfc

KINDS = (("JSON", ".json"), ("Word", ".docx"), ("PDF", ".pdf"), ("HTML", ".html"), ("TXT", ".txt"))
HEAD = 2048
MOST_MARKUP = 16 << 20
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<body|<div|<p\b|<h\d|<\?xml[^>]*>\s*<html)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,4}[a-zđ]?")


@dataclass
class Found:
    """`problems`: (key of a text, what it is about)."""

    laws: dict[str, list[Article]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


async def read(arrived: Arrived, name: str) -> Found:
    """`name`: of the law, for files of one. LawUnreadable where there is no article in it."""
    head = arrived.file.read(HEAD)
    arrived.file.seek(0)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        found = await asyncio.to_thread(_json, arrived.file.read())
    elif not name:
        raise LawNameMissing
    else:
        text, wrapped = await _text(arrived, head)
        found = await asyncio.to_thread(_one, name, text, wrapped)
    if not any(found.laws.values()):
        raise LawUnreadable(reason="no-article")
    return found


async def _text(arrived: Arrived, head: bytes) -> tuple[str, bool]:
    if _MARKUP.match(head):
        if arrived.size > MOST_MARKUP:
            raise LawUnreadable(reason="too-heavy")
        page = arrived.file.read().decode("utf-8", "replace")
        return await asyncio.to_thread(markup.words, page), False
    kind = (await judged(arrived, (Kind.PDF, Kind.DOCX, Kind.TEXT))).kind
    if kind is Kind.TEXT:
        arrived.file.seek(0)
        return arrived.file.read().decode("utf-8-sig", "replace"), False
    told = await (confined.pdf_text if kind is Kind.PDF else confined.docx_text)(arrived.file)
    if told.state != "ok":
        raise LawUnreadable(reason=told.state)
    return told.content.decode("utf-8", "replace"), kind is Kind.PDF


def _one(name: str, text: str, wrapped: bool) -> Found:
    done = split(nfc(text), wrapped=wrapped)
    return Found({name: done.articles}, [("library.problem.missing", number) for number in done.missing])


def _json(content: bytes) -> Found:
    """{"Luật Du lịch@39": "Hợp đồng lữ hành\\n\\n1. …"}: the first line names the article."""
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise LawUnreadable(reason="damaged") from error
    if not isinstance(told, dict):
        raise LawUnreadable(reason="no-article")
    found = Found()
    for key, text in told.items():
        law, _, number = key.rpartition("@")
        law, number = " ".join(nfc(law).split()), number.strip().lower()
        if not law or len(law) > 500 or not _NUMBER.fullmatch(number):
            found.problems.append(("library.problem.key", key[:100]))
        elif not isinstance(text, str) or not text.strip():
            found.problems.append(("library.problem.empty", key[:100]))
        else:
            found.laws.setdefault(law, []).append(_article(number, nfc(text.replace("\0", ""))[:MOST_LETTERS]))
    return found


def _article(number: str, text: str) -> Article:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head, rest = lines[0], lines[1:]
    if not rest or len(head) > 500:
        return Article(number, "", lines=lines)
    return Article(number, head, lines=rest)
