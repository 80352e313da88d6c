"""Petitions of the demo, filed and answered as citizens and officials do it, once: their events go over the bus, and
governance makes of them what it makes of any."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files as resources
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.petition import service
from assistant_citizen.petition.photo import Drawn, redrawn
from assistant_citizen.petition.queries import areas
from assistant_citizen.petition.schemas import AnswerWrite, PetitionCreate, RatingWrite
from assistant_citizen.petition.service import Keeping
from assistant_citizen.petition.tables import Petition
from kit.auth import Caller

DESK = Caller("demo", "official", "Tổng đài 1022", scopes=frozenset({"petitions:read", "petitions:write"}))
SIZE = (960, 640)
Entry = Mapping[str, Any]


async def add_petitions(session: AsyncSession, keeping: Keeping, now: datetime) -> int:
    """How many were added; offices have to be there."""
    told = tomllib.loads((resources("simulators.demo.citizen") / "petitions.toml").read_text(encoding="utf-8"))
    known = set(await session.scalars(select(Petition.key)))
    places = [code for code, _ in await areas(session)]
    added = 0
    for number, one in enumerate(told["petitions"]):
        data = _petition(one, number, places)
        if data.key not in known:
            await _add(session, keeping, data, one, now)
            added += 1
    return added


async def _add(session: AsyncSession, keeping: Keeping, data: PetitionCreate, one: Entry, now: datetime) -> None:
    filed_at = now - timedelta(days=one["days"])
    photos = [picture()] if one.get("photo") and keeping.settings.files_url else []
    petition, code = await service.file(session, keeping, data, photos, filed_at)
    if "answer" in one:
        facts = {"outcome": one["outcome"], "text": one["answer"], "to": one.get("to", ""), "checked": True}
        answer = AnswerWrite.model_validate({"version": petition.version, **facts})
        await service.close(session, DESK, petition.id, answer, filed_at + timedelta(days=2))
        await service.rate(session, code, RatingWrite(rating=one["rating"]), filed_at + timedelta(days=3))


def _petition(one: Entry, number: int, places: list[str]) -> PetitionCreate:
    same = {name: one[name] for name in ("category", "text", "place", "latitude", "longitude") if name in one}
    area = places[one["area"] % len(places)] if places else ""
    key = uuid5(NAMESPACE_OID, f"petition of the demo {number}")
    return PetitionCreate.model_validate({**same, "key": key, "area": area, "consent": True})


def picture() -> Drawn:
    """A street that nobody could take for a photo."""
    image = Image.new("RGB", SIZE, (188, 205, 219))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 640), (380, 260), (580, 260), (960, 640)], fill=(96, 99, 105))
    draw.line([(480, 640), (480, 260)], fill=(230, 230, 220), width=8)
    for left in (40, 660):
        draw.rectangle([left, 120, left + 240, 380], fill=(160, 140, 120))
    draw.ellipse([600, 520, 760, 600], fill=(40, 40, 44))
    out = BytesIO()
    image.save(out, "PNG")
    return redrawn(out.getvalue())
