"""Files of procedures, in the background: one record a line, or all in one list, as JSON.

What can be read is taken over, record by record and cell by cell; what cannot is noted with its words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from fastapi import FastAPI
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.procedure.errors import RecordsUnreadable, TooManyRecords
from assistant_citizen.procedure.queries import by_codes
from assistant_citizen.procedure.record import Note, Read, code_of, read_record
from assistant_citizen.procedure.service import taken_over
from assistant_citizen.procedure.tables import ProcedureImport, ProcedureImportNote
from kit.intake import Intake, Progress
from kit.jobs import every
from kit.sheet import Line, Sheet, Upload

MOST_RECORDS = 20_000
MOST_TOLD = 2000
"""Letters of a cell in a note; the procedure keeps all of them."""
AT_ONCE = 200
READING = 0.5
"""How much of the progress it is; writing is the rest."""
RECORD = "record"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
_BINARY = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


@dataclass
class Found:
    records: list[tuple[int, dict[str, Any], Read]] = field(default_factory=list)
    notes: list[tuple[int, str, Note]] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    skipped: int = 0

    def skip(self, row: int, value: str, reason: str, code: str = "") -> None:
        self.skipped += 1
        self.notes.append((row, code, Note("", value, reason)))


def read_lines(upload: Upload) -> Sheet:
    """Each record as the text it came in."""
    text = _text(upload.data)
    lines = _of_list(text) if text.lstrip()[:1] == "[" else enumerate(text.split("\n"), 1)
    found = [Line(number, {RECORD: line}) for number, line in lines if line.strip()]
    if not found:
        raise RecordsUnreadable
    if len(found) > MOST_RECORDS:
        raise TooManyRecords(most=MOST_RECORDS)
    return Sheet(found, [])


def read_some(lines: Sequence[Line], into: Found) -> None:
    for line in lines:
        _read_one(line.number, str(line.cells[RECORD]), into)


async def _take(
    session: AsyncSession, app: FastAPI, one: ProcedureImport, sheet: Sheet, progress: Progress
) -> dict[str, Any]:
    found = Found()
    await progress.through(sheet.lines, lambda lines: read_some(lines, found), share=READING)
    if not found.records:
        raise RecordsUnreadable
    counts = dict.fromkeys(("created", "changed", "unchanged"), 0)
    for start in range(0, len(found.records), AT_ONCE):
        for outcome in await _write(session, found.records[start : start + AT_ONCE], app.state.clock()):
            counts[outcome] += 1
        share = (start + AT_ONCE) / len(found.records) * (1 - READING) + READING
        await progress.reached(int(len(sheet.lines) * min(share, 1)))
    await _keep_notes(session, one, found)
    return {**counts, "skipped": found.skipped, "notes_total": len(found.notes)}


async def _write(
    session: AsyncSession, records: Sequence[tuple[int, dict[str, Any], Read]], now: datetime
) -> list[str]:
    known = await by_codes(session, [read.code for _, _, read in records])
    outcomes = []
    for _, given, read in records:
        procedure, outcome = taken_over(known.get(read.code), read, given, now)
        session.add(procedure)
        outcomes.append(outcome)
    await session.flush()
    session.expunge_all()  # thousands of them are not held at once
    return outcomes


async def _keep_notes(session: AsyncSession, one: ProcedureImport, found: Found) -> None:
    rows = [
        {
            "import_id": one.id,
            "row": row,
            "code": code,
            "cell": note.cell,
            "value": note.value[:MOST_TOLD],
            "reason": note.reason,
        }
        for row, code, note in sorted(found.notes, key=lambda note: note[0])
    ]
    for start in range(0, len(rows), 1000):
        await session.execute(insert(ProcedureImportNote), rows[start : start + 1000])


def _read_one(number: int, line: str, into: Found) -> None:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return into.skip(number, line, "json")
    if not isinstance(record, dict):
        return into.skip(number, line, "json")
    code = code_of(record)
    if not _CODE.fullmatch(code):
        return into.skip(number, code or line, "code")
    if code in into.codes:
        return into.skip(number, code, "twice", code)
    read = read_record(record)
    if not read.facts["name"]:
        return into.skip(number, line, "name", code)
    into.codes.add(code)
    into.records.append((number, _storable(record), read))
    into.notes += [(number, code, note) for note in read.notes]
    return None


def _storable(value: Any) -> Any:
    """PostgreSQL keeps no zero letter; everything else as it came."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value


def _text(data: bytes) -> str:
    if data.startswith(_BINARY):
        raise RecordsUnreadable
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordsUnreadable from error


def _of_list(text: str) -> Iterator[tuple[int, str]]:
    try:
        records = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RecordsUnreadable from error
    for number, record in enumerate(records, 1):
        yield number, orjson.dumps(record).decode()


INTAKE = Intake(ProcedureImport, lambda _: (), _take, read_lines)


@every(timedelta(seconds=1), name="import-procedures", when=INTAKE.waiting)
async def import_waiting(_: AsyncSession, app: FastAPI) -> None:
    await INTAKE.run(app)
