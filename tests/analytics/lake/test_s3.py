"""The lake on an S3 store: a sheet is loaded there, its snapshot is read back, and of commits at once none is lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest

from analytics.dataset.kinds import ColumnKind
from analytics.lake.errors import LakeUnavailable
from analytics.lake.part import Part
from analytics.lake.store import Lake
from analytics.load.confined import took
from tests.kit.files.s3 import BUCKET, Shelf, s3
from tests.support.running import served

SHEET = "ho_ten;so_tien\n" + "".join(f"Nguyễn Văn An;{place}.000,5\n" for place in range(1, 40)) + "x;không\n"


@pytest.fixture
async def shelf(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shelf]:
    app = s3()
    async with served(app) as url:
        keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "hanoi"}
        for name, value in {"AWS_ENDPOINT": url, "AWS_ALLOW_HTTP": "true", **keys}.items():
            monkeypatch.setenv(name, value)
        yield app.state.shelf


async def _heard(_: int) -> None:
    """Nobody looks."""


async def _loaded(lake: Lake, table: UUID, folder: Path) -> int:
    load, sheet = uuid4(), folder / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    async with lake.writing(table) as place:
        task = {"folder": str(place), "temp": str(folder), "load": str(load), "mode": "replace"}
        said = await took(sheet, {**task, "columns": [], "keys": [], "files": []}, _heard)
    assert (said["state"], said["taken"], said["rejected"]) == ("done", 39, 1)
    columns: dict[str, ColumnKind] = {one["name"]: one["kind"] for one in said["columns"]}
    version = await lake.publish(table, [Part(**said["part"])], columns, "overwrite", load)
    aside = duckdb.read_parquet(await lake.beside(table, f"_rejects/{load}.parquet")).fetchall()
    assert aside == [(41, "value", "so_tien", "không", "x; không")]
    return version


async def test_a_sheet_is_loaded_into_a_bucket_and_read_back(shelf: Shelf, tmp_path: Path) -> None:
    lake, table = Lake(f"s3://{BUCKET}/analytics", tmp_path / "copies"), uuid4()
    version = await _loaded(lake, table, tmp_path)
    assert f"analytics/lake/{table}/_delta_log/{version:020d}.json" in shelf.objects
    files = await lake.files(table, version)
    asked = "count(*), sum(so_tien)"
    assert duckdb.read_parquet(files[0]).aggregate(asked).fetchall() == [(39, 780_019.5)]
    shelf.down = True
    with pytest.raises(LakeUnavailable):
        await lake.present(table)
    assert await lake.files(table, version) == files


async def test_of_two_commits_at_once_none_is_lost(shelf: Shelf, tmp_path: Path) -> None:
    table, columns = uuid4(), {"so": "integer"}
    lakes = [Lake(f"s3://{BUCKET}/analytics", tmp_path / f"copies-{place}") for place in range(2)]

    async def add(lake: Lake, value: int) -> int:
        async with lake.writing(table) as folder:
            path = folder / f"{value}.parquet"
            duckdb.execute(f"COPY (SELECT {value} AS so) TO '{path}' (FORMAT parquet)")
            part = Part(path.name, path.stat().st_size, 1)
        return await lake.publish(table, [part], columns, "append", uuid4())  # type: ignore[arg-type]

    await add(lakes[0], 0)
    versions = await asyncio.gather(*(add(lakes[place % 2], place) for place in range(1, 5)))
    assert sorted(versions) == [1, 2, 3, 4]
    assert len(await lakes[1].files(table, 4)) == 5
    assert len([name for name in shelf.objects if name.endswith(".json")]) == 5
