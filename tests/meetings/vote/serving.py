"""A process of meetings, started, killed and started again."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from embedded.process import free_port
from tests.support.tokens import TestKeys

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 180


@dataclass
class Serving:
    process: subprocess.Popen[bytes]
    url: str


@asynccontextmanager
async def serving(database_url: str, redis_url: str, keys: TestKeys) -> AsyncIterator[Serving]:
    """Ended by SIGKILL."""
    port, public = free_port(), json.dumps((await keys.current()).as_dict(private=False))
    command = [sys.executable, "-m", "tests.meetings.vote.serving_process", str(port), database_url, redis_url, public]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        await _answers(url := f"http://127.0.0.1:{port}", process)
        yield Serving(process, url)
    finally:
        process.kill()
        process.wait()


async def _answers(url: str, process: "subprocess.Popen[bytes]") -> None:
    async with asyncio.timeout(SECONDS), httpx.AsyncClient(base_url=url) as http:
        while process.poll() is None:
            try:
                await http.get("/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
    raise RuntimeError("meetings ended while it was starting")
