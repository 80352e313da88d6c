"""The indexes as one file, so that a start reads what it would take minutes to make. It holds nothing that the database
does not: what is damaged or missing is made anew, what is old is brought up to date by the table."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from assistant_staff.passage.books import Copied, Volume
from assistant_staff.retrieval.searching import Index
from kit.files import FileMissing, Files, FilesNotSet

VERSION = 1
PLACE, NAME = hashlib.sha256(b"passages of assistant-staff").hexdigest(), "index"
"""It is found by what it is of, not by what it holds."""
PARTS = {"version", "laws", "work", "ids", "changed"}
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


async def keep(files: Files, data: bytes) -> bool:
    """All of it or nothing, over what was there; False where the service has no files."""
    try:
        await files.keep_made(PLACE, NAME, data)
    except FilesNotSet:
        return False
    return True


async def find(files: Files) -> bytes | None:
    try:
        return await files.find_made(PLACE, NAME)
    except (FileMissing, FilesNotSet):
        return None


def write(copied: Copied) -> bytes:
    moments = [(at - BEGINNING) // MICROSECOND for at in copied.changed.values()]
    written = io.BytesIO()
    np.savez(
        written,
        version=np.array(VERSION),
        laws=np.frombuffer(copied.laws(), np.uint8),
        work=np.frombuffer(copied.work(), np.uint8),
        ids=np.frombuffer(b"".join(one.bytes for one in copied.changed), np.uint8),
        changed=np.array(moments, np.int64),
    )
    return written.getvalue()


def read(data: bytes) -> Volume:
    """ValueError for what `write` did not write, whole."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as packed:
            if set(packed.files) != PARTS or int(packed["version"]) != VERSION:
                raise ValueError("form")
            ids, moments = packed["ids"].tobytes(), packed["changed"].tolist()
            laws, work = (Index.load(packed[name].tobytes()) for name in ("laws", "work"))
    except (OSError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, EOFError) as error:
        raise ValueError("not saved indexes") from error
    known = [UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)]
    changed = {one: BEGINNING + at * MICROSECOND for one, at in zip(known, moments, strict=True)}
    if {str(one) for one in changed} != {*laws.keys, *work.keys}:
        raise ValueError("form")
    return Volume(laws, work, changed)
