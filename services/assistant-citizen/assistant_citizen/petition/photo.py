"""Photos as citizens send them, drawn anew: what a file holds beside its picture, where it was taken above all, is not
kept, and what only calls itself a picture is none."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol
from weakref import WeakKeyDictionary

from PIL import Image, ImageOps, UnidentifiedImageError

from assistant_citizen.petition.errors import PhotoRefused, PhotoTooLarge
from kit.files import MIB

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES, MOST_PHOTOS = 7 * MIB, 3
MOST_PIXELS, MOST_WHOLE = 50_000_000, 16_000_000
"""Of a JPEG as cameras write it, which is unpacked at a fraction of its size; of whatever has to be unpacked whole
before it can be made smaller: a thousand bytes of WebP may unpack to gigabytes."""
MOST_SIDE, QUALITY = 2000, 85
_DRAWING = ThreadPoolExecutor(1, "petition-photo")
"""One is unpacked at a time, so that memory stays small whoever sends."""
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class Sendable(Protocol):
    async def read(self, size: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    content: bytes
    width: int
    height: int


async def drawn_anew(photos: Sequence[Sendable]) -> list[Drawn]:
    """PhotoRefused, PhotoTooLarge; with the number of the photo. Those that wait are not held in memory."""
    loop, drawn = asyncio.get_running_loop(), []
    for number, one in enumerate(photos, 1):
        async with _places.setdefault(loop, asyncio.Semaphore(1)):
            drawn.append(await loop.run_in_executor(_DRAWING, redrawn, await one.read(MOST_BYTES + 1), number))
    return drawn


def redrawn(content: bytes, number: int = 1) -> Drawn:
    if len(content) > MOST_BYTES:
        raise too_large(number)
    try:
        return _redrawn(content, number)
    except BOMBS as error:
        raise too_large(number) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as error:
        raise PhotoRefused(number) from error


def _redrawn(content: bytes, number: int) -> Drawn:
    """Its size is looked at before any of it is unpacked; it is made smaller before anything else is done to it."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        in_parts = picture.format == "JPEG" and not picture.info.get("progressive")
        most = MOST_PIXELS if in_parts else MOST_WHOLE
        if picture.width * picture.height > most:
            raise too_large(number, most)
        picture.draft("RGB", (MOST_SIDE, MOST_SIDE))
        small = _coloured(picture)
        small.thumbnail((MOST_SIDE, MOST_SIDE))
        ImageOps.exif_transpose(small, in_place=True)
        bare = Image.new("RGB", small.size, "white")
        bare.paste(small, mask=small if small.mode == "RGBA" else None)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return Drawn(out.getvalue(), bare.width, bare.height)


def _coloured(picture: Image.Image) -> Image.Image:
    """As colours that can be mixed; itself, where it is so already, for a copy would take as much again."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode == mode:
        return picture
    coloured = picture.convert(mode)
    coloured.info["exif"] = picture.getexif().tobytes()
    return coloured


def too_large(number: int, pixels: int = MOST_PIXELS) -> PhotoTooLarge:
    return PhotoTooLarge(number, MOST_BYTES // MIB, pixels // 1_000_000)
