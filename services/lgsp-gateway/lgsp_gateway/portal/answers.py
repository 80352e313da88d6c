"""What a platform answers the portal, of which no more is read than an honest answer has."""

from aiohttp import ClientResponse

MOST_BYTES = 64 << 10


async def body_of(answer: ClientResponse) -> bytes:
    """What is longer is cut off, and no JSON any more."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > MOST_BYTES:
            break
    return bytes(body[:MOST_BYTES])
