"""Asks the children that read files of others, hears how far they are, and ends them when they take too long."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

SECONDS = 3600.0
MOST_LINE = 64 << 20
WORKBOOK = b"PK\x03\x04"
Heard = Callable[[int], Awaitable[None]]


async def took(path: Path, task: Mapping[str, Any], heard: Heard) -> dict[str, Any]:
    """What the child made of the file, or why it could not; `heard` is told how many percent are done."""
    temp = Path(task["temp"])
    workbook = await asyncio.to_thread(_is_workbook, path)
    if workbook:
        said = await _answer("analytics.load.workbook", [str(path), str(temp / "sheet.csv")], None, heard)
        if said["state"] != "done":
            return said
    source = temp / "sheet.csv" if workbook else path
    asked = {**task, "path": str(source), "workbook": workbook}
    return await _answer("analytics.load.child", [], asked, heard)


async def _answer(module: str, given: list[str], task: Mapping[str, Any] | None, heard: Heard) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", module, *given),
        stdin=PIPE if task else DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        limit=MOST_LINE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            if task is not None and child.stdin is not None:
                with suppress(RuntimeError):  # uvloop's word for a child that is gone: it says nothing, then
                    child.stdin.write(json.dumps(task).encode())
                child.stdin.close()
            async for said in _lines(child):
                if said["state"] != "running":
                    return said
                await heard(int(said["percent"]))
            return {"state": "failed", "kind": f"ended {await child.wait()}"}
    except TimeoutError:
        return {"state": "refused", "reason": "load-slow", "params": {}}
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def _lines(child: Process) -> AsyncIterator[dict[str, Any]]:
    assert child.stdout is not None  # noqa: S101 - asked for above
    while line := await child.stdout.readline():
        yield json.loads(line)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == WORKBOOK
