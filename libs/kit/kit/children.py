"""Children that are asked through a pipe, and may end before they have heard."""

from asyncio.subprocess import Process


async def answer(child: Process, asked: bytes) -> bytes:
    """All it says to that; nothing where it was gone already. Its `returncode` is known then."""
    try:
        said, _ = await child.communicate(asked)
    except RuntimeError:  # uvloop's word for a pipe whose end is closed, which asyncio passes over in silence
        await child.wait()
        return b""
    return said
