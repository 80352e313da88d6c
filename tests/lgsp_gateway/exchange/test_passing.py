"""What passes untouched, what is dropped, and what the gateway adds."""

import asyncio
import gzip
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import closing
from uuid import UUID

import pytest

from tests.lgsp_gateway.exchange.gateway import CLIENT, PATH, Gateway
from tests.lgsp_gateway.exchange.provider import Provider, Request, json


@pytest.mark.parametrize("status", ["201 Created", "204 No Content", "302 Found", "404 Not Found", "500 X", "503 Y"])
async def test_the_provider_s_status_is_its_own(gateway: Gateway, provider: Provider, status: str) -> None:
    body = b"" if status.startswith("204") else b'{"code":1}'
    provider.answers(json(body, "Location: http://169.254.169.254/", status=status))
    answer = await gateway.call()
    assert (answer.status_code, answer.content) == (int(status[:3]), body)
    assert "x-road-error" not in answer.headers
    assert len(provider.requests) == 1
    assert (await gateway.record())["outcome"] == "ok"


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
async def test_an_answer_without_body_may_announce_one(gateway: Gateway, provider: Provider, status: str) -> None:
    """A 304 tells the length of what it spares (RFC 9110, section 8.6)."""
    provider.answers(
        f"HTTP/1.1 {status}\r\nContent-Length: 512\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n".encode()
    )
    for _ in range(2):
        answer = await gateway.call()
        assert (answer.status_code, answer.content) == (int(status[:3]), b"")
        assert len(answer.headers.get_list("date")) == 1
    assert [record["outcome"] for record in await gateway.records()] == ["ok", "ok"]


async def test_encoded_bodies_are_not_touched(gateway: Gateway, provider: Provider) -> None:
    body = gzip.compress("Trần Thị Ánh".encode())
    provider.answers(json(body, "Content-Encoding: gzip"))
    async with gateway.http.stream("GET", gateway.url + PATH + "/tim", headers=gateway.headers()) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert raw == body
    record = await gateway.record()
    assert (record["response_size"], record["response_digest"]) == (len(body), hashlib.sha512(body).hexdigest())


async def test_hop_by_hop_fields_stay_behind(gateway: Gateway, provider: Provider) -> None:
    provider.answers(json(b"{}", "Keep-Alive: timeout=5", "Connection: X-Rieng", "X-Rieng: 1", "X-Chung: 2",
                          "Set-Cookie: a=1", "Set-Cookie: b=2", "X-Road-Error: forged"))  # fmt: skip
    sent = {"Connection": "keep-alive, X-Bi-Mat", "X-Bi-Mat": "1", "TE": "trailers", "Proxy-Authorization": "x",
            "X_Road_Client": "VN/GOV/H02.99/gia", "X-Forwarded-For": "1.2.3.4", "Cookie": "c=1"}  # fmt: skip
    answer = await gateway.call(headers=sent)
    (asked,) = provider.requests
    got = {name.lower() for name, _ in asked.headers}
    assert got.isdisjoint({"x-bi-mat", "te", "proxy-authorization", "x_road_client", "x-forwarded-for"})
    assert "cookie" in got
    assert {"keep-alive", "x-rieng", "x-road-error"}.isdisjoint(answer.headers)
    assert answer.headers["x-chung"] == "2"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


SMUGGLED = ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X_Forwarded_For", "X_Real_IP", "Forwarded")


@pytest.mark.parametrize("name", SMUGGLED)
async def test_nobody_but_the_matched_path_says_where_to_go(gateway: Gateway, provider: Provider, name: str) -> None:
    assert (await gateway.call(headers={name: "/quan-tri"})).status_code == 200
    (asked,) = provider.requests
    assert name.lower() not in {key.lower() for key, _ in asked.headers}


OVERRIDES = ("X-HTTP-Method-Override", "X_Http_Method_Override", "X-HTTP-Method", "X-Method-Override")


@pytest.mark.parametrize("name", OVERRIDES)
async def test_a_second_method_is_refused(gateway: Gateway, provider: Provider, name: str) -> None:
    answer = await gateway.call("/nguoi", "POST", headers={name: "DELETE"})
    assert (answer.status_code, answer.json()["type"]) == (400, "Client.MalformedHeader")
    assert not provider.requests


async def test_cookies_of_the_front_door_stay_there(gateway: Gateway, provider: Provider) -> None:
    """A page that calls the exchange would send them along, at the same address as it is."""
    provider.answers(json(b"{}", "Set-Cookie: session=fixed; Path=/", "Set-Cookie: a=1"))
    answer = await gateway.call(headers={"Cookie": "c=1; session=s; csrf=t; known-browser=k"})
    (asked,) = provider.requests
    assert asked.header("cookie") == "c=1"
    assert answer.headers.get_list("set-cookie") == ["a=1"]


async def test_ids_are_made_or_kept_and_returned(gateway: Gateway) -> None:
    made = await gateway.call()
    assert UUID(made.headers["x-road-id"]).version == 4
    given = "7A1F4C9E-0001-4000-8000-00000000ABCD"
    kept = await gateway.call(headers={"X-Road-Id": given})
    assert kept.headers["x-road-id"] == given.lower()
    assert kept.headers["x-road-client"] == CLIENT
    assert kept.headers["x-road-service"] == "VN/GOV/H02.01/dan-cu/tra-cuu"
    assert UUID(kept.headers["x-road-request-id"]).version == 7


@pytest.mark.parametrize("body", [b"", b'{"a":1}'])
async def test_the_request_hash_can_be_recomputed(gateway: Gateway, body: bytes) -> None:
    request = gateway.http.build_request(
        "POST", f"{gateway.url}{PATH}/tim?x=1", headers=gateway.headers(**{"X-Viec": "1"}), content=body
    )
    answer = await gateway.http.send(request)
    skipped = {"host", "connection", "user-agent", "authorization", "content-length", "x-road-client", "x-road-id"}
    lines = [b"POST", request.url.raw_path]
    lines += [k.lower() + b":" + v for k, v in request.headers.raw if k.lower().decode() not in skipped]
    names = ("x-road-client", "x-road-id", "x-road-request-id")
    lines += [f"{name}:{answer.headers[name]}".encode() for name in names]
    digest = hashlib.sha512(b"\r\n".join([*lines, b""])).digest()
    if body:
        digest = hashlib.sha512(digest + hashlib.sha512(body).digest()).digest()
    assert answer.headers["x-road-request-hash"] == b64encode(digest).decode()


async def test_old_forms_of_identifiers_are_understood(gateway: Gateway, provider: Provider) -> None:
    headers = gateway.headers(**{"X-Road-Client": "VN/GOV/000.00.05.H02/mot-cua"})
    answer = await gateway.http.get(gateway.url + PATH.replace("H02.01", "000.00.01.H02") + "/tim", headers=headers)
    assert answer.status_code == 200
    record = await gateway.record()
    assert (record["actor"], record["object"]) == (CLIENT, "VN/GOV/H02.01/dan-cu/tra-cuu")


async def test_what_the_caller_says_of_the_call_is_on_record(gateway: Gateway, provider: Provider) -> None:
    said = {"X-Road-UserId": "VN038090000001", "X-Road-Issue": "H02.05-261123-0001"}
    said["X-Road-Represented-Party"] = "COM/2400123456"
    await gateway.call(headers=said)
    record = await gateway.record()
    assert [record[name] for name in ("user", "issue", "represented")] == list(said.values())
    assert [provider.requests[0].header(name.lower()) for name in said] == list(said.values())
    times = [record[name] for name in ("request_in", "request_out", "response_in", "response_out")]
    assert times == sorted(times)


@pytest.mark.parametrize("size", [10, 300_000, 1_000_000])
@pytest.mark.parametrize("announced", [True, False])
async def test_request_bodies_arrive_whole(gateway: Gateway, provider: Provider, size: int, announced: bool) -> None:
    body = bytes(range(256)) * (size // 256 + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]

    answer = await gateway.call("/nguoi", "POST", content=body if announced else pieces())
    assert answer.status_code == 200
    assert provider.requests[0].body == body
    closing_record = (await gateway.records())[-1]
    assert closing_record["request_digest"] == hashlib.sha512(body).hexdigest()


async def test_a_head_request_has_no_body(gateway: Gateway, provider: Provider) -> None:
    provider.answers(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    answer = await gateway.call(method="HEAD")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "500", b"")
    assert (await gateway.call(method="HEAD")).status_code == 200


async def test_answers_until_the_end_of_the_connection_are_whole(gateway: Gateway, provider: Provider) -> None:
    async def until_closed(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nxong")
        await writer.drain()
        writer.close()

    provider.answers(until_closed)
    answer = await gateway.call()
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"xong", "4")


async def test_interim_answers_are_skipped(gateway: Gateway, provider: Provider) -> None:
    provider.answers(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + json(b'{"a":1}'))
    answer = await gateway.call()
    assert (answer.json(), "link" in answer.headers) == ({"a": 1}, False)


async def raw_call(gateway: Gateway, *lines: str, body: bytes = b"") -> bytes:
    host, port = gateway.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with closing(writer):
        own = [f"{name}: {value}" for name, value in gateway.headers().items()]
        writer.write("\r\n".join([*lines, "Host: x", *own, "", ""]).encode() + body)
        async with asyncio.timeout(10):
            return await reader.read()


async def test_expect_100_continue(gateway: Gateway, provider: Provider) -> None:
    lines = (f"POST {PATH}/tim HTTP/1.1", "Expect: 100-continue", "Content-Length: 2", "Connection: close")
    answer = await raw_call(gateway, *lines, body=b"{}")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    assert provider.requests[0].header("expect") is None


@pytest.mark.parametrize(
    "fields",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: +5",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: xchunked",),
        ("X-Road-Client: VN/GOV/H02.07/la",),
    ],
)
async def test_requests_that_can_be_read_two_ways_are_refused(
    gateway: Gateway, provider: Provider, fields: tuple[str, ...]
) -> None:
    answer = await raw_call(gateway, f"POST {PATH}/tim HTTP/1.1", *fields, "Connection: close", body=b"0\r\n\r\nGET")
    assert answer.startswith(b"HTTP/1.1 400")
    assert provider.requests == []
