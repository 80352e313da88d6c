"""Loads in their turn. A load is one commit in the lake, then one transaction here that shows it; what ends in between
is done again, and the commit is found to be there already.
"""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from fastapi import FastAPI
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dataset.queries import columns_of
from analytics.dataset.tables import Dataset, DatasetColumn
from analytics.lake.part import Part
from analytics.lake.store import Lake
from analytics.load.confined import took
from analytics.load.tables import PENDING, Load
from analytics.profile.tables import ColumnProfile
from analytics.upload.pieces import Pieces
from kit.errors import Problem
from kit.jobs import every

log = logging.getLogger(__name__)
MOST_TRIES = 3


@every(timedelta(seconds=1), name="run-loads", when=select(Load.id).where(Load.state.in_(PENDING)))
async def run_loads(_: AsyncSession, app: FastAPI) -> None:
    while (load := await _next(app)) is not None:
        try:
            await _run(app, load)
        except Problem as problem:
            if load.tries >= MOST_TRIES:
                await _end(app, load, "failed", reason=problem.code)
            raise
        except Exception as error:
            log.exception("load failed", extra={"load": str(load.id), "kind": type(error).__name__})
            await _end(app, load, "failed", reason="load-failed")


async def _next(app: FastAPI) -> Load | None:
    """The oldest; one whose process ended in the middle is begun again, but not for ever."""
    async with app.state.database.session() as session:
        waiting = select(Load).where(Load.state.in_(PENDING)).order_by(Load.created_at, Load.id).limit(1)
        found: Load | None = await session.scalar(waiting)
        if found is None:
            return None
        found.state, found.tries = "running", found.tries + 1
        if found.tries > MOST_TRIES:
            found.state, found.reason, found.finished_at = "failed", "load-failed", app.state.clock()
            await session.flush()
            return await _after(session)
        return found


async def _after(session: AsyncSession) -> Load | None:
    waiting = select(Load).where(Load.state == "waiting").order_by(Load.created_at, Load.id).limit(1)
    found: Load | None = await session.scalar(waiting)
    if found is not None:
        found.state, found.tries = "running", found.tries + 1
    return found


async def _run(app: FastAPI, load: Load) -> None:
    lake: Lake = app.state.lake
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="analytics-load-") as made:
        temp = Path(made)
        await Pieces(app.state.settings.files_url).lay_out(load.upload_id, temp / "upload")  # type: ignore[arg-type]
        async with lake.writing(load.dataset_id) as folder:
            said = await took(temp / "upload", await _task(app, load, folder, temp), _teller(app, load))
        if said["state"] != "done":
            await _refuse(app, load, said)
            return
    await _show(app, load, said, monotonic() - began)


async def _task(app: FastAPI, load: Load, folder: Path, temp: Path) -> dict[str, Any]:
    async with app.state.database.session() as session:
        dataset = await session.get_one(Dataset, load.dataset_id)
        known = [] if load.mode == "replace" or dataset.snapshot is None else await columns_of(session, dataset.id)
    files = [] if dataset.snapshot is None else await app.state.lake.files(dataset.id, dataset.snapshot)
    return {
        "folder": str(folder),
        "temp": str(temp),
        "load": str(load.id),
        "mode": load.mode,
        "columns": [{"name": one.name, "title": one.title, "kind": one.kind} for one in known],
        "keys": dataset.key_columns,
        "files": files,
    }


def _teller(app: FastAPI, load: Load) -> Any:
    async def heard(percent: int) -> None:
        async with app.state.database.session() as session:
            await session.execute(update(Load).where(Load.id == load.id).values(percent=percent))

    return heard


async def _refuse(app: FastAPI, load: Load, said: dict[str, Any]) -> None:
    if said["state"] == "refused":
        await _end(app, load, "refused", reason=said["reason"], reason_params=said["params"])
    else:
        log.error("a file could not be read", extra={"load": str(load.id), "kind": said.get("kind", "")})
        await _end(app, load, "failed", reason="load-failed")


async def _end(app: FastAPI, load: Load, state: str, **values: Any) -> None:
    async with app.state.database.session() as session:
        ended = {"state": state, "finished_at": app.state.clock(), **values}
        await session.execute(update(Load).where(Load.id == load.id).values(ended))


async def _show(app: FastAPI, load: Load, said: dict[str, Any], seconds: float) -> None:
    """The commit first: nobody sees it before the transaction that names its version."""
    part = Part(**said["part"])
    columns = {one["name"]: one["kind"] for one in said["columns"]}
    mode = "append" if load.mode == "append" else "overwrite"
    version = await app.state.lake.publish(load.dataset_id, [part], columns, mode, load.id)
    now, total = app.state.clock(), said["profile"][0]["rows"]
    async with app.state.database.session() as session:
        await _keep_columns(session, load, said)
        await _keep_profile(session, load, said, version)
        done = {"state": "done", "percent": 100, "finished_at": now, "snapshot": version, "seconds": round(seconds, 2)}
        counts = {"rows_read": said["read"], "rows_taken": said["taken"], "rows_rejected": said["rejected"]}
        facts = {"kind": said["kind"], "peak_kib": said["peak_kib"], **said["facts"]}
        done |= counts | {"facts": facts, "total_rows": total, "bytes": part.size}
        await session.execute(update(Load).where(Load.id == load.id).values(done))
        size = Dataset.bytes + part.size if mode == "append" else part.size
        seen = {"snapshot": version, "rows": total, "bytes": size, "loaded_at": now}
        await session.execute(update(Dataset).where(Dataset.id == load.dataset_id).values(seen))


async def _keep_columns(session: AsyncSession, load: Load, said: dict[str, Any]) -> None:
    """What people said of a column stays while its name does; a new proposal does not undo a decision."""
    known = {one.name: one for one in await columns_of(session, load.dataset_id)}
    for place, one in enumerate(said["columns"]):
        row = known.pop(one["name"], None)
        if row is None:
            row = DatasetColumn(
                dataset_id=load.dataset_id, name=one["name"], description="", tag="", tag_state="none", tagged_by=""
            )
            session.add(row)
        row.title, row.position, row.kind = one["title"], place, one["kind"]
        found = said["tags"].get(one["name"])
        if found and row.tag_state in {"none", "proposed"}:
            row.tag, row.tag_state, row.tag_share = found["tag"], "proposed", found["share"]
    for gone in known.values():
        await session.delete(gone)
    await session.flush()


async def _keep_profile(session: AsyncSession, load: Load, said: dict[str, Any], version: int) -> None:
    await session.execute(delete(ColumnProfile).where(ColumnProfile.dataset_id == load.dataset_id))
    rows = [ColumnProfile(dataset_id=load.dataset_id, snapshot=version, **one) for one in said["profile"]]
    session.add_all(rows)
    await session.flush()
