"""A table is never seen half: not while it is loaded, not after a process that ended in the middle."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest

from analytics.lake.errors import SnapshotNotFound
from analytics.lake.part import Part
from analytics.lake.store import Lake
from analytics.load.vacuum import vacuum_lake
from kit.files import FilesNotSet
from tests.analytics.lab import Lab

COLUMNS = {"so": "integer"}


async def written(lake: Lake, dataset_id: UUID, name: str, rows: int = 1) -> Part:
    async with lake.writing(dataset_id) as folder:
        path = folder / f"{name}.parquet"
        with duckdb.connect() as connection:
            numbers = f"SELECT range AS so FROM range({rows})"  # noqa: S608 - a number
            connection.execute(f"COPY ({numbers}) TO '{path}' (FORMAT parquet)")
        return Part(path.name, path.stat().st_size, rows)


async def test_a_file_without_a_commit_is_seen_by_nobody(tmp_path: Path) -> None:
    lake, table = Lake(tmp_path.as_uri()), uuid4()
    first = await lake.publish(table, [await written(lake, table, "a", 2)], COLUMNS, "append", uuid4())  # type: ignore[arg-type]
    await written(lake, table, "half")
    assert [Path(one).name for one in await lake.files(table, first)] == ["a.parquet"]


async def test_the_same_load_twice_is_one_commit(tmp_path: Path) -> None:
    lake, table, load = Lake(tmp_path.as_uri()), uuid4(), uuid4()
    part = await written(lake, table, "a")
    first = await lake.publish(table, [part], COLUMNS, "append", load)  # type: ignore[arg-type]
    await lake.publish(table, [await written(lake, table, "b")], COLUMNS, "append", uuid4())  # type: ignore[arg-type]
    assert await lake.publish(table, [part], COLUMNS, "append", load) == first  # type: ignore[arg-type]
    assert await lake.present(table) == 1
    assert len(await lake.files(table, 1)) == 2


async def test_a_replaced_schema_is_that_of_the_newest_snapshot(tmp_path: Path) -> None:
    lake, table = Lake(tmp_path.as_uri()), uuid4()
    await lake.publish(table, [await written(lake, table, "a")], COLUMNS, "append", uuid4())  # type: ignore[arg-type]
    async with lake.writing(table) as folder:
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT 'x' AS ten) TO '{folder / 'b.parquet'}' (FORMAT parquet)")
        part = Part("b.parquet", (folder / "b.parquet").stat().st_size, 1)
    version = await lake.publish(table, [part], {"ten": "text"}, "overwrite", uuid4())
    log = max((tmp_path / "lake" / str(table) / "_delta_log").glob("*.json"))
    actions = [json.loads(line) for line in log.read_text().splitlines()]
    assert any("ten" in one["metaData"]["schemaString"] for one in actions if "metaData" in one)
    assert [Path(one).name for one in await lake.files(table, version)] == ["b.parquet"]


async def test_unknown_snapshots_and_no_store_are_told(tmp_path: Path) -> None:
    lake, table = Lake(tmp_path.as_uri()), uuid4()
    await lake.publish(table, [await written(lake, table, "a")], COLUMNS, "append", uuid4())  # type: ignore[arg-type]
    with pytest.raises(SnapshotNotFound):
        await lake.files(table, 9)
    with pytest.raises(FilesNotSet):
        await Lake("").files(table, 0)


async def test_readers_see_the_snapshot_the_catalogue_names(lab: Lab) -> None:
    """As between the commit in the lake and the transaction that shows it."""
    made = await lab.loaded("so\n1\n2\n")
    lake: Lake = lab.app.state.lake
    table = UUID(made["id"])
    await lake.publish(table, [await written(lake, table, "later", 50)], COLUMNS, "append", uuid4())  # type: ignore[arg-type]
    assert (await lab.rows(made["id"]))["rows"] == [[1], [2]]
    load = await lab.load(made["id"], b"so\n7\n")
    assert (load["state"], load["snapshot"]) == ("done", 2)
    assert (await lab.rows(made["id"]))["rows"] == [[7]]


async def test_old_snapshots_and_leftovers_are_swept_and_kept_ones_stay(lab: Lab) -> None:
    made = await lab.loaded("so\n1\n", retention_days=5)
    await lab.load(made["id"], b"so\n2\n")
    lake: Lake = lab.app.state.lake
    table = UUID(made["id"])
    await written(lake, table, "leftover")
    async with lake.writing(table) as folder:
        long_ago = (datetime.now(UTC) - timedelta(days=3)).timestamp()
        for file in folder.glob("*.parquet"):
            os.utime(file, (long_ago, long_ago))
    await swept(lab)
    assert not (folder / "leftover.parquet").exists()
    assert len(list(folder.glob("*.parquet"))) == 2
    lab.app.state.clock = lambda: datetime.now(UTC) + timedelta(days=6)
    await swept(lab)
    names = await lab.http.get(f"/analytics/api/v1/datasets/{made['id']}/snapshots", headers=lab.analyst)
    assert [one["snapshot"] for one in names.json()] == [1]
    lab.app.state.clock = lambda: datetime.now(UTC)
    assert (await lab.rows(made["id"]))["rows"] == [[2]]


async def swept(lab: Lab) -> None:
    async with lab.app.state.database.session() as session:
        await vacuum_lake.work(session, lab.app)
