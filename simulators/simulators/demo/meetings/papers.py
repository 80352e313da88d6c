"""Papers of the demo's meetings, as PDF."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.files import Files, arriving
from kit.pdf import made
from kit.web.upload import Upload
from meetings.meeting.seat import Seat
from meetings.paper.rights import reader_of
from meetings.paper.schemas import PaperPlaced
from meetings.paper.service import MOST, add

TEMPLATE = Path(str(resources("simulators.demo.meetings") / "paper.typ"))
Entry = Mapping[str, Any]


async def add_papers(session: AsyncSession, files: Files, seat: Seat, entry: Entry, mark: str, now: datetime) -> None:
    items = {one.place: one.id for one in seat.meeting.agenda}
    for one in entry.get("papers", ()):
        content = await made(
            TEMPLATE, {"title": one["name"].removesuffix(".pdf"), "mark": mark, "text": one["text"]}, now
        )
        placed = PaperPlaced(item=items.get(one["item"], ""), audience=one["audience"])
        async with arriving(_whole(content), most=MOST) as arrived:
            upload = Upload(one["name"], arrived)
            await add(session, files, reader_of(seat, None), [upload], placed, now)


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
