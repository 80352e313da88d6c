"""Writes the laws of the demo, once: what people made of them since is left alone."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files as resources
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.index.schemas import KINDS
from assistant_staff.index.service import rebuild
from assistant_staff.library.queries import find_law
from assistant_staff.library.reading import Found
from assistant_staff.library.schemas import LawImport
from assistant_staff.library.service import take_in
from assistant_staff.library.splitting import Article

PLAN = resources("simulators.demo.staff") / "laws.toml"
FACTS = ("name", "number", "issuer", "effective_from", "effective_to")


async def add_laws(session: AsyncSession, now: datetime) -> int:
    """How many were added."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))["laws"]
    new = [one for one in plan if await find_law(session, one["name"], one["number"]) is None]
    for one in new:
        facts = LawImport.model_validate({name: one[name] for name in FACTS if name in one})
        await take_in(session, Found({facts.name: _articles(one)}), facts, now)
    for one in new:
        await _replace(session, one)
    if new:
        await rebuild(session, KINDS, now)
    return len(new)


async def _replace(session: AsyncSession, one: Mapping[str, Any]) -> None:
    law = await find_law(session, one["name"], one["number"])
    successor = await find_law(session, one["replaced_by"], "") if "replaced_by" in one else None
    if law and successor:
        law.replaced_by = successor.id


def _articles(one: Mapping[str, Any]) -> list[Article]:
    told = {number: text.splitlines() for number, text in one["articles"].items()}
    return [Article(number, lines[0], lines=lines[1:]) for number, lines in told.items()]
