"""Petitions as citizens send them, and pictures of every sort."""

import struct
import zlib
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image

from tests.assistant_citizen.assistant import API, Assistant, Client

OFFICE = {
    "code": "mot-cua-1",
    "name": "Bộ phận Một cửa phường Bắc Giang",
    "level": "commune",
    "area": "Phường Bắc Giang",
}
READING, ANSWERING = ("petitions:read",), ("petitions:read", "petitions:write")
WORDS = "Rác thải đổ trộm ở đầu ngõ, bốc mùi hôi thối ba ngày nay."
GPS = {1: "N", 2: (21.0, 16.0, 30.0), 3: "E", 4: (106.0, 11.0, 40.0)}


def fields(**more: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "category": "environment", "text": WORDS, "consent": "true", **more}


async def file(
    assistant: Assistant, *photos: bytes, headers: dict[str, str] | None = None, **more: Any
) -> httpx.Response:
    files = [("photos", (f"{number}.jpg", one, "image/jpeg")) for number, one in enumerate(photos, 1)]
    given = fields(**more)
    return await assistant.http.post(f"{API}/petitions", data=given, files=files or None, headers=headers)


async def filed(assistant: Assistant, *photos: bytes, **more: Any) -> str:
    """Its code."""
    answer = await file(assistant, *photos, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


async def newest(desk: Client) -> dict[str, Any]:
    found = (await desk.get("/petition-desk")).json()["items"]
    assert found
    return dict((await desk.get(f"/petition-desk/{found[0]['id']}")).json())


async def answered(desk: Client, petition: dict[str, Any], **more: Any) -> httpx.Response:
    given = {"version": petition["version"], "outcome": "answered", "text": "Đã dọn xong.", "checked": True, **more}
    return await desk.post(f"/petition-desk/{petition['id']}/answer", **given)


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def located() -> bytes:
    """A photo that says where and by what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112], exif[0x8825] = "Điện thoại của chị Lan", 6, GPS
    return picture(exif=exif, comment=b"chup tai nha chi Lan")


def bomb() -> bytes:
    """A small PNG that says it is 30,000 points wide and high."""
    return png(30_000, 30_000)


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
