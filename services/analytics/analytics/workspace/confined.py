"""Asks the child, bounds what it answers and how long it takes, and ends it when its asker is gone."""

import asyncio
import json
import tempfile
from asyncio.subprocess import Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Literal
from weakref import WeakKeyDictionary

import orjson

from analytics.workspace import spare
from analytics.workspace.ending import STATES
from kit.turn import NoTurn, Turns

SECONDS = 30.0
MEMORY_MB = 1024
AT_ONCE, OF_ONE = 2, 1
"""Children of one process, and of one person: nobody keeps all others waiting."""
WAITING, MOST, MOST_OF_ONE = 30.0, 100, 30
"""More wait, but no longer than so many seconds, no more of them, and of one person (a dashboard asks for 24)."""
MOST_BYTES = 256 << 20
"""Of a file."""
IN_MEMORY = 4 << 20
MODULES = {"parquet": "parquet", "xlsx": "workbook"}
"""Children that load more than a query needs."""
TOLD = ("sql", "form", "skip", "most", "seconds", "memory_mb", "limited")
Form = Literal["rows", "csv", "xlsx", "parquet"]
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Source:
    """What a name in a query stands for: a SELECT over files, which are all the child may read."""

    sql: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """`who`: by whose turns it is counted; `limited`: that its answer may have no more than `most` rows is a rule for
    its asker, which nothing may go round.
    """

    sql: str
    sources: Mapping[str, Source]
    values: Mapping[str, Any] = field(default_factory=dict)
    form: Form = "rows"
    skip: int = 0
    most: int = 1000
    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB
    who: str = ""
    limited: bool = False

    def told(self) -> bytes:
        views = {name: {"sql": one.sql, "files": one.files} for name, one in self.sources.items()}
        facts = {name: getattr(self, name) for name in TOLD}
        return orjson.dumps({**facts, "values": dict(self.values), "views": views}, default=str)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`state`: ok, refused, wrong, value, memory, large, long, late, busy or failed; `reason` and `name` tell more."""

    state: str
    reason: str = ""
    name: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    more: bool = False


async def ask(asked: Asked) -> Answer:
    """Rows for a screen."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as place:
        answer, begin = await _asked(asked, place)
        if answer.state != "ok":
            return answer
        place.seek(begin)
        rows = tuple(tuple(orjson.loads(line)) for line in place)
        return Answer("ok", columns=answer.columns, rows=rows, more=answer.more)


async def ask_file(asked: Asked, into: IO[bytes]) -> tuple[Answer, int]:
    """A file, whole or not at all: written `into`, from the place that is told."""
    return await _asked(asked, into)


async def _asked(asked: Asked, into: IO[bytes]) -> tuple[Answer, int]:
    loop = asyncio.get_running_loop()
    turns = _turns.setdefault(loop, Turns(AT_ONCE, MOST, WAITING, one=OF_ONE, most_of_one=MOST_OF_ONE))
    try:
        async with turns.turn(asked.who):
            return await _with_child(asked, into)
    except NoTurn:
        return Answer("busy"), 0


async def _with_child(asked: Asked, into: IO[bytes]) -> tuple[Answer, int]:
    module, kept = MODULES.get(asked.form, "child"), spare.here()
    child = await (kept.take() if kept and module == "child" else spare.begun(module))
    try:
        async with asyncio.timeout(asked.seconds):
            return await _answer(child, asked, into)
    except TimeoutError:
        return Answer("late"), 0
    finally:
        await spare.ended(child)
        spare.expected()


async def _answer(child: Process, asked: Asked, into: IO[bytes]) -> tuple[Answer, int]:
    assert child.stdin is not None  # noqa: S101 - asked for above
    assert child.stdout is not None  # noqa: S101 - asked for above
    try:
        child.stdin.write(asked.told())
        await child.stdin.drain()
        child.stdin.close()
    except (BrokenPipeError, ConnectionResetError, RuntimeError):  # the last is uvloop's word for it
        return Answer("failed"), 0
    size = 0
    while part := await child.stdout.read(1 << 18):
        size += len(part)
        if size > MOST_BYTES:
            return Answer("large"), 0
        await asyncio.to_thread(into.write, part)
    if (ended := await child.wait()) != 0:
        return Answer("late" if ended in {-9, -24} else STATES.get(ended, "memory")), 0
    into.seek(0)
    head = into.readline()
    return _read(head), len(head)


def _read(head: bytes) -> Answer:
    told = json.loads(head)
    columns = tuple(Column(one["name"], one["kind"]) for one in told.get("columns", ()))
    return Answer(told["state"], told.get("reason", ""), told.get("name", ""), columns, more=told.get("more", False))
