"""How long the officials' assistant takes to start with 100,000 passages: from the database alone, and from the file of
the indexes that it saved, up to date and with changes since. Passages are those of `tests.bench.many`.

python -m tests.bench.shelf [passages]
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from uuid import uuid4

from sqlalchemy import func, insert, update

from assistant_staff.passage import stored
from assistant_staff.passage.shelf import Shelf
from assistant_staff.passage.tables import Passage
from assistant_staff.retrieval.weights import learned
from embedded.postgres import running
from kit.db import Database
from kit.files import Files, open_files
from tests.bench.legal import DATA
from tests.bench.many import MANY, made, peak, resident
from tests.support.databases import Databases

MOST_SECONDS, BATCH, CHANGED = 5.0, 2000, 200


async def fill(database: Database, count: int) -> None:
    coming = made(count)
    while some := list(islice(coming, BATCH)):
        rows = [
            {"kind": "law", "source_id": uuid4(), "place": 0, "path": one.path, "title": one.title, "text": one.text}
            for one in some
        ]
        async with database.session() as session:
            await session.execute(insert(Passage), rows)


@asynccontextmanager
async def started(database: Database, files: Files, how: str) -> AsyncIterator[tuple[Shelf, float]]:
    """With the seconds until it was whole."""
    held, wall, own = Shelf(database, files, learned), perf_counter(), process_time()
    await held.fill()
    seconds, worked = perf_counter() - wall, process_time() - own
    print(f"{how}: whole after {seconds:.1f} s ({worked:.1f} s of a processor), {held.edits} edits", flush=True)
    try:
        yield held, seconds
    finally:
        held.close()


async def measure(url: str, folder: Path, count: int) -> float:
    database, files = Database(url, pool_size=3), open_files(folder.as_uri())
    await fill(database, count)
    async with started(database, files, "from the database") as (held, _):
        wall = perf_counter()
        await held.save()
        data = await stored.find(files) or b""
        print(f"saved in {perf_counter() - wall:.1f} s, {len(data) >> 20} MiB, holds {resident():.0f} MiB")
    async with started(database, files, "from the file") as (_, seconds):
        pass
    async with database.session() as session:
        some = Passage.id.in_(Passage.__table__.select().with_only_columns(Passage.id).limit(CHANGED))
        await session.execute(update(Passage).where(some).values(changed_at=func.clock_timestamp()))
    async with started(database, files, f"from the file, {CHANGED} changed since"):
        print(f"with the work {peak():.0f} MiB")
    await database.dispose()
    return seconds


def main(count: int) -> int:
    """1 when a start from the file takes too long."""
    if not DATA.is_dir():
        print("the legal articles of ../shared are not on this machine; nothing was measured")
        return 0
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "postgres") as server:
        with closing(Databases(server)) as databases:
            url = databases.make("assistant_staff", kept=True)
        return int(asyncio.run(measure(url, Path(name) / "files", count)) > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
