"""Asks the compiling child."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping

import orjson

from analytics.dialect.errors import CompilerUnavailable, NotCompiled
from analytics.dialect.schemas import Build, Spoken
from kit.children import answer

SECONDS = 60.0


async def compiled(build: Build, columns: Mapping[str, str]) -> list[Spoken]:
    """In every dialect, DuckDB's first; NotCompiled where what is asked does not suit the columns."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "analytics.dialect.child"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            asked = orjson.dumps({"build": build.model_dump(), "columns": dict(columns)})
            out = await answer(child, asked)
    except TimeoutError as error:
        raise CompilerUnavailable from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise CompilerUnavailable
    told = orjson.loads(out)
    if "unfit" in told:
        raise NotCompiled(name=told["unfit"])
    return [Spoken.model_validate(one) for one in told["spoken"]]
