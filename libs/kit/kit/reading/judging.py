"""What has come in, judged before it is kept: what it is, and whether it can be read."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from kit.files import Arrived, Damaged, Encrypted
from kit.files.content import Kind, checked
from kit.reading import confined


@dataclass(frozen=True, slots=True)
class Judged:
    """`pages` of a PDF; None where it takes too long to find out: the file is kept, and nobody waits for it."""

    kind: Kind
    pages: int | None


async def judged(arrived: Arrived, accepted: Collection[Kind]) -> Judged:
    """Or a problem in words: file-type-refused, file-damaged, file-encrypted, file-unpackable, …"""
    kind = await asyncio.to_thread(checked, arrived.file, accepted)
    if kind is not Kind.PDF:
        return Judged(kind, None)
    read = await confined.pdf_opens(arrived.file)
    if read.state == "encrypted":
        raise Encrypted
    if read.state == "damaged":
        raise Damaged
    return Judged(kind, read.pages)
