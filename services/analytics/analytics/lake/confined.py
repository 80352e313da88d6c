"""Asks the child that keeps the logs of tables, and waits no longer for it than for any store."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from typing import Any

import orjson

from analytics.lake.errors import LakeUnavailable, SnapshotNotFound
from kit.children import answer

SECONDS = 120.0
PASSED_ON = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Of the environment: whom to believe that it is the store."""


async def done(act: str, uri: str, options: Mapping[str, str], seconds: float = SECONDS, **given: Any) -> Any:
    """What the function of that name in delta.py says."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "analytics.lake.child"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        cwd="/",
        start_new_session=True,
    )
    asked = {"act": act, "uri": uri, "options": dict(options), "given": given}
    try:
        async with asyncio.timeout(seconds):
            out = await answer(child, orjson.dumps(asked))
    except TimeoutError as error:
        raise LakeUnavailable from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise LakeUnavailable
    said = orjson.loads(out)
    if problem := said.get("problem"):
        raise SnapshotNotFound if problem == SnapshotNotFound.code else LakeUnavailable
    return said["value"]
