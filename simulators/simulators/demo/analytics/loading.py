"""Datasets of the demo, put in line as uploads are: the service loads them."""

import tomllib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from analytics.dataset.schemas import DatasetCreate
from analytics.dataset.service import create
from analytics.dataset.tables import Dataset
from analytics.load.schemas import LoadCreate
from analytics.load.service import put_in_line
from analytics.upload.pieces import Pieces
from analytics.upload.schemas import UploadCreate
from analytics.upload.service import begin, receive
from kit.auth import Caller
from kit.db import Database
from simulators.demo.analytics.making import rows_of

PLAN = Path(__file__).with_name("datasets.toml")
WHO = Caller("demo", "official", "Tạ Văn Tích", "H02.14", username="phantich")


async def add_datasets(database: Database, files_url: str, now: datetime) -> None:
    """Each once."""
    for plan in tomllib.loads(PLAN.read_text(encoding="utf-8"))["dataset"]:
        async with database.session() as session:
            if await session.scalar(select(Dataset.id).where(Dataset.code == plan["code"])) is not None:
                continue
            columns = plan.pop("columns")
            made = await create(session, WHO, DatasetCreate.model_validate(plan), now)
        await _load(database, files_url, made.id, plan["code"], rows_of(plan["code"], columns), now)


async def _load(database: Database, files_url: str, dataset_id: UUID, code: str, rows: str, now: datetime) -> None:
    content = rows.encode()
    async with database.session() as session:
        data = UploadCreate(name=f"{code}.csv", size=len(content))
        upload = await begin(session, WHO, dataset_id, data, now)
    await receive(database, Pieces(files_url), upload, 0, _once(content), now)
    async with database.session() as session:
        await put_in_line(session, WHO, dataset_id, LoadCreate(upload_id=upload.id), now)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
