"""One bash that a page's blocks are typed into, one after the other, in a folder of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

DONE = "--- done ---"
SECONDS = 30


class Shell:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def run(self, text: str) -> str:
        """What it prints; a command that fails ends the shell, and so the test."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{text}\nprintf '\\n{DONE}\\n'\n".encode())
        printed: list[str] = []
        async with asyncio.timeout(SECONDS):
            while (line := (await self._process.stdout.readline()).decode()) != f"{DONE}\n":
                assert line, f"the shell ended at:\n{text}\nafter:\n{''.join(printed)}"
                printed.append(line)
        return "".join(printed)

    async def export(self, values: Mapping[str, str]) -> None:
        await self.run("\n".join(f"export {name}='{value}'" for name, value in values.items()))


@asynccontextmanager
async def shell(folder: Path) -> AsyncIterator[Shell]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *("bash", "-eu", "-o", "pipefail"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder,
        env={"PATH": path, "LANG": "C.UTF-8"},
        limit=1 << 20,
        start_new_session=True,
    )
    try:
        yield Shell(process)
    finally:
        with suppress(ProcessLookupError):  # what was left running in the background too
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
