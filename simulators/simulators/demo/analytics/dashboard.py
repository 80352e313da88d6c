"""The dashboard of the demo, once: what people made of it since is left alone."""

import tomllib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from analytics.dashboard.schemas import DashboardCreate, Tile
from analytics.dashboard.service import create as create_dashboard
from analytics.dashboard.tables import Dashboard
from analytics.lake.store import Lake
from analytics.question.schemas import QuestionCreate
from analytics.question.service import create as create_question
from kit.auth import Caller
from kit.db import Database

PLAN = Path(__file__).with_name("dashboard.toml")


async def add_dashboard(database: Database, files_url: str, who: Caller, now: datetime) -> None:
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    async with database.session() as session:
        if await session.scalar(select(Dashboard.id).where(Dashboard.name == plan["name"])):
            return
        tiles = []
        for entry in plan["question"]:
            wide = entry.pop("wide", False)
            data = QuestionCreate.model_validate({**entry, "visibility": "province"})
            made = await create_question(session, Lake(files_url), who, data, now)
            tiles.append(Tile(question_id=made.id, wide=wide))
        facts = {name: plan[name] for name in ("name", "description", "refresh_seconds")}
        await create_dashboard(session, who, DashboardCreate(**facts, visibility="province", tiles=tiles), now)
