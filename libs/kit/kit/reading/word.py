"""The words of a .docx, paragraph by paragraph, without what was struck out; never unpacked whole, no entities."""

import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

MAIN = "word/document.xml"
SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNREADABLE = (BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, EOFError, ValueError, RuntimeError)


class NotWord(ValueError):
    """It cannot be read as one."""


def paragraphs(file: BinaryIO) -> Iterator[str]:
    try:
        with ZipFile(file) as archive, archive.open(MAIN) as part:
            yield from _paragraphs(part)
    except UNREADABLE as error:
        raise NotWord from error


def _paragraphs(part: IO[bytes]) -> Iterator[str]:
    """What has been read is forgotten at once, so that a long document takes no more memory than a short one."""
    words: list[str] = []
    open_elements: list[Element] = []
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            open_elements.append(element)
            continue
        open_elements.pop()
        name = element.tag.rpartition("}")[2]
        if name == "t":
            words.append(element.text or "")
        elif name in SPACES:
            words.append(SPACES[name])
        elif name == "p":
            yield "".join(words)
            words.clear()
        element.clear()
        if open_elements:
            open_elements[-1].remove(element)
