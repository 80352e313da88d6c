"""Services from descriptions: imported, read again, compared, applied. Through the API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.lgsp_gateway.description.documents import GOOD, MA, OK, text, with_paths, without
from tests.lgsp_gateway.registry.desk import Desk


async def imported(desk: Desk, document: Any = GOOD, **values: Any) -> dict[str, Any]:
    application = await desk.application(code="danh-muc", name="Danh mục dùng chung")
    source = {} if "description_url" in values else {"document": text(document)}
    given = {"application_id": application["id"], "code": "don-vi", **source}
    return await desk.made("/services/imports", **given | values)


def endpoints(found: list[dict[str, Any]]) -> list[str]:
    return sorted(f"{one['method']} {one['template']}" for one in found)


@asynccontextmanager
async def site(answer: bytes) -> AsyncIterator[str]:
    """The address of a server that gives this answer, byte for byte, to everybody."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def page_of(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


async def test_import_takes_what_the_document_tells(desk: Desk) -> None:
    made = await imported(desk)
    assert (made["name"], made["summary"]) == ("Danh mục đơn vị hành chính", "Đơn vị hành chính theo ngày.")
    assert (made["kind"], made["enabled"], made["base_url"]) == ("openapi", False, "http://10.1.2.3:8080/api/v1")
    assert endpoints(made["endpoints"]) == ["DELETE /don-vi/{ma}", "GET /don-vi", "GET /don-vi/{ma}", "POST /don-vi"]
    assert all(one["imported"] for one in made["endpoints"])
    assert (await desk.events())[-1][0] == "service-registered"
    description = (await desk.get(f"/services/{made['id']}/description")).json()
    assert description["servers"] == [{"url": f"/r1/VN/{made['identifier']}"}]
    assert "10.1.2.3" not in text(description)
    assert description["paths"] == GOOD["paths"]


async def test_import_with_a_name_and_address_of_its_own(desk: Desk) -> None:
    made = await imported(desk, without("servers"), name="Đơn vị", base_url="https://don-vi.example.vn/")
    assert (made["name"], made["base_url"]) == ("Đơn vị", "https://don-vi.example.vn")


@pytest.mark.parametrize("url", ["", "/api", "//", "ftp://10.1.2.3", "http://{x}/"])
async def test_a_document_that_leaves_the_address_open(desk: Desk, url: str) -> None:
    application = await desk.application()
    document = GOOD | {"servers": [{"url": url}]}
    answer = await desk.post(
        "/services/imports", application_id=application["id"], code="don-vi", document=text(document)
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "description-broken")
    assert answer.json()["errors"][0]["field"] == "base_url"


async def test_every_fault_is_a_row_in_the_readers_language(desk: Desk) -> None:
    application = await desk.application()
    document = with_paths({"/a//b": {"get": {"responses": OK}}, "/c/{ma}.json": MA | {"get": {"responses": OK}}})
    given = {"application_id": application["id"], "code": "don-vi", "document": text(document)}
    answer = await desk.post("/services/imports", **given)
    assert (answer.status_code, answer.json()["code"]) == (422, "description-broken")
    assert answer.json()["errors"] == [
        {"field": "paths//a//b", "message": "Đường dẫn không được có đoạn rỗng, “.” hay “..”."},
        {"field": "paths//c/{ma}.json", "message": "Chỗ trống phải là trọn một đoạn giữa hai dấu /."},
    ]
    english = await desk.call(
        "POST", "/lgsp-gateway/api/v1/services/imports", json=given, headers={"Cookie": "lang=en"}
    )
    assert english.json()["errors"][1]["message"] == "A placeholder must be a whole segment between two slashes."
    assert (await desk.get("/services")).json()["items"] == []


@pytest.mark.parametrize("source", [{}, {"document": "{}", "description_url": "http://a.vn/x.json"}])
async def test_one_source_and_only_one(desk: Desk, source: dict[str, str]) -> None:
    application = await desk.application()
    answer = await desk.post("/services/imports", application_id=application["id"], code="a", **source)
    assert answer.status_code == 422


async def test_import_by_address(desk: Desk) -> None:
    document = GOOD | {"servers": [{"url": "../api"}]}
    async with site(page_of(text(document).encode())) as address:
        made = await imported(desk, description_url=f"{address}/mo-ta/openapi.json?v=1")
        assert made["base_url"] == f"{address}/api"
        differences = (await desk.call("PUT", f"/lgsp-gateway/api/v1/services/{made['id']}/description/draft")).json()
    assert (differences["added"], differences["removed"], differences["changed"]) == ([], [], [])


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (page_of(b"", "302 Found", Location="http://127.0.0.1/"), 503, "address-answers"),
        (page_of(b"no", "404 Not Found"), 503, "address-answers"),
        (page_of(b"<html>"), 422, "description-broken"),
        (b"rubbish\r\n\r\n", 503, "address-unreachable"),
        (page_of(b" " * (4 * 1024 * 1024 + 1)), 413, "too-large"),
    ],
)
async def test_addresses_that_answer_otherwise(desk: Desk, answer: bytes, status: int, code: str) -> None:
    application = await desk.application()
    async with site(answer) as address:
        given = {"application_id": application["id"], "code": "a", "description_url": f"{address}/openapi.json"}
        refused = await desk.post("/services/imports", **given)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/a", "http://[::1]/a", "http://169.254.169.254/latest", "http://192.168.1.1/a", "http://0.0.0.0/"],
)
async def test_private_addresses_are_refused(desk: Desk, url: str) -> None:
    application = await desk.application()
    answer = await desk.post("/services/imports", application_id=application["id"], code="a", description_url=url)
    assert (answer.status_code, answer.json()["code"]) == (422, "address-private")


NEXT = with_paths(
    {
        "/don-vi": {"get": {"summary": "Các đơn vị theo ngày", "responses": OK}},
        "/don-vi/{so}": {
            "parameters": [MA["parameters"][0] | {"name": "so"}],
            "get": {"summary": "Một đơn vị", "responses": OK},
        },
        "/cap": {"get": {"summary": "Các cấp", "responses": OK}},
    }
)


async def test_differences_are_looked_at_before_they_are_applied(desk: Desk) -> None:
    made, client = await imported(desk), await desk.application(code="mot-cua", name="Một cửa")
    by_name = {f"{one['method']} {one['template']}": one["id"] for one in made["endpoints"]}
    lost = await desk.right(made, client, endpoint_id=by_name["POST /don-vi"])
    kept = await desk.right(made, client, endpoint_id=by_name["GET /don-vi"])
    whole = await desk.right(made, client)
    path = f"/services/{made['id']}"
    differences = (await desk.put(f"{path}/description/draft", document=text(NEXT))).json()
    assert endpoints(differences["added"]) == ["GET /cap"]
    assert endpoints(differences["removed"]) == ["DELETE /don-vi/{ma}", "POST /don-vi"]
    assert endpoints(differences["changed"]) == ["GET /don-vi", "GET /don-vi/{so}"]
    assert [one["id"] for one in differences["lost_rights"]] == [lost["id"]]
    assert (await desk.get(path)).json() == made
    digest, version = differences["digest"], differences["version"]
    assert (await desk.put(f"{path}/description", version=version, digest="x")).status_code == 409
    assert (await desk.put(f"{path}/description", version=version - 1, digest=digest)).status_code == 409
    applied = (await desk.put(f"{path}/description", version=version, digest=digest)).json()
    assert endpoints(applied["endpoints"]) == ["GET /cap", "GET /don-vi", "GET /don-vi/{so}"]
    assert applied["version"] == version + 1
    assert {one["id"] for one in applied["endpoints"]} >= {by_name["GET /don-vi"], by_name["GET /don-vi/{ma}"]}
    states = {right["id"]: right["revoked_at"] is not None
              for right in (await desk.get("/access-rights")).json()["items"]}  # fmt: skip
    assert states == {lost["id"]: True, kept["id"]: False, whole["id"]: False}
    assert [topic for topic, _ in await desk.events()][-2:] == ["access-revoked", "service-changed"]
    assert (await desk.get(f"{path}/description/draft")).status_code == 404


async def test_what_is_there_already_is_no_difference(desk: Desk) -> None:
    made = await imported(desk)
    path = f"/services/{made['id']}/description/draft"
    differences = (await desk.put(path, document=text(GOOD))).json()
    assert [differences[name] for name in ("added", "removed", "changed", "lost_rights")] == [[], [], [], []]
    assert (await desk.delete(path)).status_code == 204
    assert (await desk.delete(path)).status_code == 404


async def test_endpoints_by_hand_stay_and_may_become_the_descriptions(desk: Desk) -> None:
    made = await imported(desk)
    path = f"/services/{made['id']}"
    await desk.made(f"{path}/endpoints", method="GET", template="/thu-cong")
    await desk.made(f"{path}/endpoints", method="GET", template="/cap")
    imported_one = made["endpoints"][0]["id"]
    refused = await desk.delete(f"{path}/endpoints/{imported_one}")
    assert (refused.status_code, refused.json()["code"]) == (409, "endpoint-imported")
    differences = (await desk.put(f"{path}/description/draft", document=text(NEXT))).json()
    assert "GET /cap" in endpoints(differences["changed"])
    given = {"version": differences["version"], "digest": differences["digest"]}
    applied = (await desk.put(f"{path}/description", **given)).json()
    by_hand = [one["template"] for one in applied["endpoints"] if not one["imported"]]
    assert by_hand == ["/thu-cong"]


async def test_a_service_without_description_has_none(desk: Desk) -> None:
    made = await desk.service()
    path = f"/services/{made['id']}/description"
    for answer in (await desk.get(path), await desk.put(f"{path}/draft", document=text(GOOD))):
        assert (answer.status_code, answer.json()["code"]) == (409, "no-description")
    described = await imported(desk)
    nowhere = await desk.call("PUT", f"/lgsp-gateway/api/v1/services/{described['id']}/description/draft")
    assert (nowhere.status_code, nowhere.json()["code"]) == (409, "no-description")
