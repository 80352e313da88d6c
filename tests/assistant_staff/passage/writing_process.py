"""Writes the file of the indexes again and again, all of one byte, until it is killed."""

import asyncio
import sys
from itertools import cycle

from assistant_staff.passage import stored
from kit.files import open_files

SIZE = 20 << 20


async def write(url: str) -> None:
    files = open_files(url)
    for byte in cycle(b"AB"):
        await stored.keep(files, bytes([byte]) * SIZE)
        sys.stdout.write("written\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
