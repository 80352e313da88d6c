"""Photos as citizens send them, drawn anew: what a file holds beside its picture, where it was taken above all, is not
kept, and what only calls itself a picture is none."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from assistant_citizen.petition.errors import PhotoRefused, PhotoTooLarge
from kit.files import MIB

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES, MOST_PHOTOS = 7 * MIB, 3
MOST_PIXELS = 50_000_000
"""Unpacked, three bytes each."""
MOST_SIDE, QUALITY = 2000, 85
_DRAWING = ThreadPoolExecutor(2, "petition-photo")
"""So few are unpacked at the same time, so that memory stays small whoever sends."""
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Drawn:
    content: bytes
    width: int
    height: int


async def drawn_anew(photos: Sequence[bytes]) -> list[Drawn]:
    """PhotoRefused, PhotoTooLarge; with the number of the photo."""
    loop = asyncio.get_running_loop()
    return [await loop.run_in_executor(_DRAWING, redrawn, one, number) for number, one in enumerate(photos, 1)]


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
    """Its size is looked at before any of it is unpacked."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise too_large(number)
        picture.draft("RGB", (MOST_SIDE, MOST_SIDE))
        plain = _on_white(ImageOps.exif_transpose(picture))
        plain.thumbnail((MOST_SIDE, MOST_SIDE))
        out = BytesIO()
        bare = Image.new("RGB", plain.size)
        bare.paste(plain)
        bare.save(out, "JPEG", quality=QUALITY)
        return Drawn(out.getvalue(), bare.width, bare.height)


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def too_large(number: int) -> PhotoTooLarge:
    return PhotoTooLarge(number, MOST_BYTES // MIB, MOST_PIXELS // 1_000_000)
