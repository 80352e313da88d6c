"""Where tables lie: <FILES_URL>/lake/<dataset>/, in a folder or an S3 store.

DuckDB reads files of this machine: those of a folder where they lie, those of an S3 store as copies, which never change
and so are good as long as they are there.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import obstore
from fastapi import Depends, FastAPI, Request
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from analytics.dataset.kinds import ColumnKind
from analytics.lake.confined import done
from analytics.lake.errors import LakeUnavailable, SnapshotNotFound
from analytics.lake.part import Mode, Part
from kit.files import FilesNotSet

Files = tuple[tuple[str, int], ...]
"""Names and sizes."""
MOST_KNOWN = 2000
"""Snapshots whose files are remembered."""
VACUUM_SECONDS = 1800.0


class Lake:
    def __init__(self, url: str, copies: Path | None = None) -> None:
        self._url = url.rstrip("/")
        self._folder = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None
        self._copies = copies or Path(tempfile.gettempdir()) / "analytics-lake"
        self._options = {} if self._folder else _options()
        self._known: dict[tuple[UUID, int], Files] = {}

    async def files(self, dataset_id: UUID, version: int) -> list[str]:
        """Paths on this machine of the files of one snapshot."""
        found = self._known.get((dataset_id, version))
        if found is None:
            found = self._know(dataset_id, version, await self._done("names", dataset_id, version=version))
        paths = [await self._local(dataset_id, name, size) for name, size in found]
        if not await asyncio.to_thread(_are_there, paths):
            raise SnapshotNotFound
        return paths

    async def beside(self, dataset_id: UUID, name: str) -> str:
        """The path on this machine of a file that belongs to no snapshot."""
        path = await self._local(dataset_id, name, -1)
        if not await asyncio.to_thread(Path(path).exists):
            raise SnapshotNotFound
        return path

    async def publish(
        self, dataset_id: UUID, parts: Sequence[Part], columns: Mapping[str, ColumnKind], mode: Mode, load: UUID
    ) -> int:
        given = {"columns": dict(columns), "mode": mode, "load": str(load)}
        made = await self._done("publish", dataset_id, parts=[asdict(one) for one in parts], **given)
        self._know(dataset_id, made["version"], made["files"])
        return int(made["version"])

    async def restore(self, dataset_id: UUID, version: int, load: UUID) -> int:
        return int(await self._done("restore", dataset_id, version=version, load=str(load)))

    async def present(self, dataset_id: UUID) -> int | None:
        """The newest version of the table, whether readers know of it or not."""
        found: int | None = await self._done("present", dataset_id)
        return found

    async def vacuum(self, dataset_id: UUID, keep: Sequence[int], hours: int) -> int:
        given = {"keep": list(keep), "hours": hours}
        return int(await self._done("vacuum", dataset_id, seconds=VACUUM_SECONDS, **given))

    async def remove_others(self, known: Collection[UUID], age: timedelta) -> int:
        """Tables of datasets that are gone, once all of their files are older than `age`."""
        newest: dict[str, datetime] = {}
        names: dict[str, list[str]] = {}
        try:
            async for batch in obstore.list(self._store()):
                for one in batch:
                    table = one["path"].partition("/")[0]
                    newest[table] = max(newest.get(table, one["last_modified"]), one["last_modified"])
                    names.setdefault(table, []).append(one["path"])
            gone = [one for one in names if one not in {str(each) for each in known}]
            old = [one for one in gone if newest[one] < datetime.now(UTC) - age]
            for table in old:
                await obstore.delete_async(self._store(), names[table])
        except (BaseError, OSError) as error:
            raise LakeUnavailable from error
        return len(old)

    @asynccontextmanager
    async def writing(self, dataset_id: UUID) -> AsyncIterator[Path]:
        """A folder for new files, on this machine. Those of a folder store are written where they stay."""
        if self._folder:
            place = self._folder / "lake" / str(dataset_id)
            place.mkdir(parents=True, exist_ok=True)
            yield place
            return
        with tempfile.TemporaryDirectory(prefix="analytics-load-") as made:
            yield Path(made)
            for path in await asyncio.to_thread(_made_in, Path(made)):
                await self._put(f"{dataset_id}/{path.relative_to(made)}", path)

    async def _done(self, act: str, dataset_id: UUID, **given: Any) -> Any:
        return await done(act, self._uri(dataset_id), self._options, **given)

    def _know(self, dataset_id: UUID, version: int, files: Sequence[tuple[str, int]]) -> Files:
        """A version never changes."""
        while len(self._known) >= MOST_KNOWN:
            del self._known[next(iter(self._known))]
        found = self._known[dataset_id, version] = tuple((str(name), int(size)) for name, size in files)
        return found

    def _uri(self, dataset_id: UUID) -> str:
        if not self._url:
            raise FilesNotSet
        return str(self._folder / "lake" / str(dataset_id)) if self._folder else f"{self._url}/lake/{dataset_id}"

    async def _local(self, dataset_id: UUID, name: str, size: int) -> str:
        if self._folder:
            return str(self._folder / "lake" / str(dataset_id) / name)
        path = self._copies / str(dataset_id) / name
        if not (path.exists() and path.stat().st_size == size):
            await self._fetch(f"{dataset_id}/{name}", path)
        return str(path)

    async def _fetch(self, key: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        coming = path.with_name(f".{uuid4().hex}")
        try:
            found = await obstore.get_async(self._store(), key)
            with coming.open("wb") as file:
                async for block in found.stream(min_chunk_size=1 << 20):
                    await asyncio.to_thread(file.write, bytes(block))
            coming.replace(path)
        except (BaseError, OSError) as error:
            coming.unlink(missing_ok=True)
            raise LakeUnavailable from error

    async def _put(self, key: str, path: Path) -> None:
        try:
            with path.open("rb") as file:
                await obstore.put_async(self._store(), key, file, chunk_size=8 << 20, max_concurrency=2)
        except (BaseError, OSError) as error:
            raise LakeUnavailable from error

    def _store(self) -> ObjectStore:
        if not self._url:
            raise FilesNotSet
        return LocalStore(self._folder / "lake", mkdir=True) if self._folder else from_url(f"{self._url}/lake")


def _are_there(paths: Sequence[str]) -> bool:
    return all(Path(path).exists() for path in paths)


def _made_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def _options() -> dict[str, str]:
    """As obstore reads them from the environment."""
    return {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


@asynccontextmanager
async def lake_is_open(app: FastAPI) -> AsyncIterator[None]:
    app.state.lake = Lake(app.state.settings.files_url)
    yield


async def _of_app(request: Request) -> Lake:
    lake: Lake = request.app.state.lake
    return lake


OpenLake = Annotated[Lake, Depends(_of_app)]
