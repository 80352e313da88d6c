"""Datasets of events that were kept with their words are written anew without them, once."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID, uuid5

from fastapi import FastAPI
from sqlalchemy import update

from analytics.dataset.queries import find_fed_dataset
from analytics.dataset.sql import listed, literal, quoted
from analytics.dataset.tables import Dataset
from analytics.feed.shape import code_of, columns_of_event
from analytics.lake.engine import connected
from analytics.lake.part import Part
from analytics.lake.store import Lake
from analytics.load.service import new_load
from analytics.load.tables import Load
from kit.events import PUBLISHED, Event

Words = Mapping[str, frozenset[str]]
NAME = "without words"


async def leave_words(app: FastAPI) -> None:
    """For the job that alone writes these datasets, once it has nothing interrupted any more."""
    for event in _with_words():
        async with app.state.database.session() as session:
            dataset = await find_fed_dataset(session, code_of(event.topic))
        if dataset is not None and not dataset.wordless and dataset.snapshot is not None:
            await _written_anew(app, dataset, dataset.snapshot, event)


def _with_words() -> Iterator[type[Event]]:
    return (one for one in PUBLISHED.values() if one.words)


async def _written_anew(app: FastAPI, dataset: Dataset, snapshot: int, event: type[Event]) -> None:
    """Under a name of its own: interrupted and begun again, it is committed once."""
    lake: Lake = app.state.lake
    load = uuid5(dataset.id, NAME)
    files = await lake.files(dataset.id, snapshot)
    async with lake.writing(dataset.id) as folder:
        part = await asyncio.to_thread(rewritten, files, event.words, folder / f"{load}.parquet")
    version = await lake.publish(dataset.id, [part], columns_of_event(event), "overwrite", load)
    await _noted(app, dataset.id, load, part, version)
    await lake.vacuum(dataset.id, [], 0)


async def _noted(app: FastAPI, dataset_id: UUID, load_id: UUID, part: Part, version: int) -> None:
    """What was there before can be asked for no more."""
    now = app.state.clock()
    load = new_load(dataset_id, "replace", NAME, "bus", now)
    load.id, load.state, load.percent, load.snapshot, load.finished_at = load_id, "done", 100, version, now
    load.rows_read = load.rows_taken = load.total_rows = part.rows
    load.bytes = part.size
    seen = {"snapshot": version, "rows": part.rows, "bytes": part.size, "wordless": True}
    async with app.state.database.session() as session:
        await session.execute(update(Load).where(Load.dataset_id == dataset_id).values(snapshot=None))
        await session.execute(update(Dataset).where(Dataset.id == dataset_id).values(**seen))
        session.add(load)


def rewritten(files: Sequence[str], words: Words, out: Path) -> Part:
    """Rows as they were, but for the words in their lists."""
    shown = ", ".join(f"{_without(name, keys)} AS {quoted(name)}" for name, keys in words.items())
    source = f"SELECT * REPLACE ({shown}) FROM read_parquet({listed(files)}, union_by_name => true)"  # noqa: S608 - names of events' own fields
    with connected() as connection:
        connection.execute(f"COPY ({source}) TO {literal(str(out))} (FORMAT parquet, COMPRESSION zstd)")
        (rows,) = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(out))})").fetchone()  # noqa: S608 - our own file
    return Part(out.name, out.stat().st_size, rows)


def _without(name: str, keys: frozenset[str]) -> str:
    """A patch that says null takes the key away (RFC 7396)."""
    patch = literal(json.dumps(dict.fromkeys(sorted(keys))))
    items = f"list_transform(CAST({quoted(name)} AS JSON[]), lambda one: json_merge_patch(one, {patch}))"
    return f"CAST(to_json({items}) AS VARCHAR)"
