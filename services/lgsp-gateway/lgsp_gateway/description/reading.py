"""Reads a stranger's description in a process of its own: whatever the document does, it does it there.

The child has no environment, a bounded memory and a bounded time; what it says is JSON on its output.
"""

import asyncio
import json
import resource
import sys
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kit.children import answer
from lgsp_gateway.description.checking import check
from lgsp_gateway.description.errors import BrokenDescription
from lgsp_gateway.description.extraction import operations
from lgsp_gateway.description.parsing import MOST_BYTES, parse

SECONDS = 30
CPU_SECONDS = 20
MEMORY = 1 << 30
AT_ONCE = asyncio.Semaphore(2)


@dataclass(frozen=True, slots=True)
class Description:
    document: dict[str, Any]

    @property
    def digest(self) -> str:
        """Of what it says, not of how it is laid out."""
        return sha256(json.dumps(self.document, sort_keys=True).encode()).hexdigest()


async def read(raw: bytes) -> Description:
    """Raises BrokenDescription with a row for each fault."""
    if len(raw) > MOST_BYTES:
        raise BrokenDescription.because("too_large", most=MOST_BYTES)
    async with AT_ONCE:
        answer = await _in_a_child(raw)
    if rows := answer.get("rows"):
        raise BrokenDescription(rows)
    return Description(answer["document"])


async def _in_a_child(raw: bytes) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            told: dict[str, Any] = json.loads(await answer(child, raw))
    except (TimeoutError, ValueError) as error:
        raise BrokenDescription.because("too_costly") from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return told


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        document = parse(sys.stdin.buffer.read(MOST_BYTES + 1))
        check(document)
        operations(document)
        answer: dict[str, Any] = {"document": document}
    except BrokenDescription as error:
        answer = {"rows": error.params["errors"]}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
