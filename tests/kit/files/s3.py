"""As much of S3 as the store needs: objects in memory, in parts too, in one bucket; signatures are not looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5
from itertools import count
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BUCKET = "tep"


@dataclass
class Shelf:
    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    begun: dict[str, dict[int, bytes]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)
    down: bool = False


def s3() -> Starlette:
    app = Starlette(
        routes=[
            Route(f"/{BUCKET}", listed, methods=["GET"]),
            Route(f"/{BUCKET}", delete_all, methods=["POST"]),
            Route(f"/{BUCKET}/{{key:path}}", put, methods=["PUT"]),
            Route(f"/{BUCKET}/{{key:path}}", get, methods=["GET", "HEAD"]),
            Route(f"/{BUCKET}/{{key:path}}", post, methods=["POST"]),
            Route(f"/{BUCKET}/{{key:path}}", delete, methods=["DELETE"]),
        ]
    )
    app.state.shelf = Shelf()
    return app


async def put(request: Request) -> Response:
    shelf, key, body = request.app.state.shelf, request.path_params["key"], await request.body()
    if shelf.down:
        return Response(status_code=403)
    if request.headers.get("if-none-match") == "*" and key in shelf.objects:
        return Response(status_code=412)
    if upload := request.query_params.get("uploadId"):
        shelf.begun[upload][int(request.query_params["partNumber"])] = body
    else:
        shelf.objects[key] = body, datetime.now(UTC)
    return Response(headers={"ETag": f'"{md5(body, usedforsecurity=False).hexdigest()}"'})


async def post(request: Request) -> Response:
    shelf, key = request.app.state.shelf, request.path_params["key"]
    await request.body()
    if "uploads" in request.query_params:
        upload = str(next(shelf.numbers))
        shelf.begun[upload] = {}
        return answer("InitiateMultipartUploadResult", Bucket=BUCKET, Key=key, UploadId=upload)
    parts = shelf.begun.pop(request.query_params["uploadId"])
    shelf.objects[key] = b"".join(parts[number] for number in sorted(parts)), datetime.now(UTC)
    return answer("CompleteMultipartUploadResult", Bucket=BUCKET, Key=key, ETag='"x"')


async def get(request: Request) -> Response:
    shelf, key = request.app.state.shelf, request.path_params["key"]
    if shelf.down:
        return Response(status_code=403)
    if key not in shelf.objects:
        return Response(status_code=404)
    body, put_at = shelf.objects[key]
    headers = {"ETag": '"x"', "Last-Modified": put_at.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    asked = request.headers.get("range", "").removeprefix("bytes=")
    if not asked:
        return Response(body, headers=headers)
    first, _, last = asked.partition("-")
    end = min(int(last) + 1, len(body)) if last else len(body)
    headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(body)}"
    return Response(body[int(first) : end], 206, headers)


async def delete(request: Request) -> Response:
    shelf = request.app.state.shelf
    if upload := request.query_params.get("uploadId"):
        shelf.begun.pop(upload, None)
    shelf.objects.pop(request.path_params["key"], None)
    return Response(status_code=204)


async def delete_all(request: Request) -> Response:
    """`?delete` names several."""
    names = [one.text or "" for one in fromstring(await request.body()).iter() if one.tag.endswith("Key")]
    for name in names:
        request.app.state.shelf.objects.pop(name, None)
    root = Element("DeleteResult")
    for name in names:
        SubElement(SubElement(root, "Deleted"), "Key").text = name
    return Response(tostring(root), media_type="application/xml")


async def listed(request: Request) -> Response:
    prefix, after = request.query_params.get("prefix", ""), request.query_params.get("start-after", "")
    root = Element("ListBucketResult")
    SubElement(root, "IsTruncated").text = "false"
    for key, (body, put_at) in sorted(request.app.state.shelf.objects.items()):
        if key.startswith(prefix) and key > after:
            one = SubElement(root, "Contents")
            for name, value in (("Key", key), ("LastModified", put_at.isoformat()), ("Size", len(body)), ("ETag", "x")):
                SubElement(one, name).text = str(value)
    return Response(tostring(root), media_type="application/xml")


def answer(kind: str, **values: str) -> Response:
    root = Element(kind)
    for name, value in values.items():
        SubElement(root, name).text = value
    return Response(tostring(root), media_type="application/xml")
