"""How fast a CSV becomes a snapshot, and in how much memory, beside pandas and PostgreSQL's COPY, in one run.

python -m tests.bench.lake [rows]     the usual 1,000,000 rows have about 110 MB; 20,000,000 make a file of 2 GiB
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import asyncpg

from analytics.lake.part import Part
from analytics.lake.store import Lake
from analytics.load.confined import took
from embedded import postgres

ROWS = 1_000_000
LEAST_PER_SECOND = 150_000
MOST_KIB = 1 << 20
HEADING = "ma_ho_so;ho_ten;xa;ngay_nop;le_phi;diem;ghi_chu\n"
PANDAS = """
import json, resource, sys, time
import pandas
began = time.perf_counter()
frame = pandas.read_csv(sys.argv[1], sep=";", decimal=",", thousands=".", parse_dates=["ngay_nop"], dayfirst=True)
frame.to_parquet(sys.argv[2], compression="zstd")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([time.perf_counter() - began, peak, len(frame)]))
"""
TABLE = "ma_ho_so text, ho_ten text, xa text, ngay_nop text, le_phi text, diem text, ghi_chu text"
TYPED = """CREATE TABLE typed AS SELECT ma_ho_so, ho_ten, xa, to_date(ngay_nop, 'DD/MM/YYYY') AS ngay_nop,
replace(replace(le_phi, '.', ''), ',', '.')::float8 AS le_phi, replace(diem, ',', '.')::float8 AS diem, ghi_chu
FROM raw"""


def written(path: Path, rows: int) -> None:
    names = [f"{first} {last}" for first in ("Nguyễn Văn", "Trần Thị", "Lê Thu", "Phạm Đức") for last in ("An", "Hà")]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADING)
        for start in range(0, rows, 10_000):
            file.writelines(
                f"H02.{place:09d};{names[place % 8]};xã Tân Mỹ {place % 200};"
                f"{place % 28 + 1:02d}/{place % 12 + 1:02d}/2026;{place % 900 + 100}.{place % 1000:03d},5;"
                f"{place % 10},{place % 100:02d};nộp tại bộ phận một cửa số {place % 50}\n"
                for place in range(start, min(start + 10_000, rows))
            )


async def ours(path: Path, folder: Path) -> tuple[float, int, int]:
    lake, table, load = Lake((folder / "files").as_uri()), uuid4(), uuid4()
    temp = folder / "temp"
    temp.mkdir()
    began = perf_counter()
    async with lake.writing(table) as place:
        task = {"folder": str(place), "temp": str(temp), "load": str(load), "mode": "replace"}
        said = await took(path, task | {"columns": [], "keys": [], "files": []}, _heard)
    columns = {one["name"]: one["kind"] for one in said["columns"]}
    await lake.publish(table, [Part(**said["part"])], columns, "overwrite", load)
    return perf_counter() - began, said["peak_kib"], said["taken"]


async def _heard(_: int) -> None:
    """Progress is for people."""


async def pandas_of(path: Path, out: Path) -> tuple[float, int, int]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PANDAS, str(path), str(out), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await child.communicate()
    seconds, peak, rows = json.loads(told)
    return float(seconds), int(peak), int(rows)


async def copied(path: Path, dsn: str) -> tuple[float, int]:
    """Into text and then into types: what ours does in one go."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(f"CREATE TABLE raw ({TABLE})")
        began = perf_counter()
        with path.open("rb") as file:
            await connection.copy_to_table("raw", source=file, format="csv", delimiter=";", header=True)
        await connection.execute(TYPED)
        return perf_counter() - began, int(await connection.fetchval("SELECT count(*) FROM typed"))
    finally:
        await connection.close()


async def measured(rows: int) -> int:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / "ho-so.csv"
        await asyncio.to_thread(written, path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / (1 << 20):,.0f} MiB")
        seconds, peak, taken = await ours(path, folder)
        print(f"this product: {taken / seconds:>12,.0f} rows/s   {peak / 1024:,.0f} MiB of the child")
        other, pandas_peak, read = await pandas_of(path, folder / "pandas.parquet")
        print(f"pandas:       {read / other:>12,.0f} rows/s   {pandas_peak / 1024:,.0f} MiB")
        with postgres.running(folder / "postgres", fast=True) as server:
            copy_seconds, copied_rows = await copied(path, server.dsn())
        print(f"PostgreSQL:   {copied_rows / copy_seconds:>12,.0f} rows/s   COPY as text, then types")
        return int(taken != rows or taken / seconds < LEAST_PER_SECOND or peak > MOST_KIB)


def main(rows: int = ROWS) -> int:
    return asyncio.run(measured(rows))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
