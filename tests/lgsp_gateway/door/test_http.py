"""What passes the door to another platform and back, and what stays outside."""

import asyncio
import hashlib
from typing import Any

import httpx
import psutil
import pytest

from tests.lgsp_gateway.door.conftest import Door


def received(answer: httpx.Response, name: str) -> list[str]:
    """The values of a header as they reached the platform."""
    return [value for key, value in answer.json()["headers"] if key == name]


async def test_path_and_query_pass_unchanged(door: Door) -> None:
    raw = httpx.URL(door.url).copy_with(raw_path=b"/monitoring/don%20vi/x%C4%90;v=1?q=%C4%91a%2Bb&x=%zz")
    answer = await door.http.get(raw)
    assert answer.json()["raw_path"] == "/monitoring/don%20vi/x%C4%90;v=1"
    assert answer.json()["query"] == "q=%C4%91a%2Bb&x=%zz"


async def test_a_session_becomes_a_bearer_token_and_stays_outside(door: Door) -> None:
    await door.sign_in("leader")
    headers = {"Authorization": "Bearer forged"}
    answer = await door.ask("/monitoring/who", headers=headers)
    (authorization,) = received(answer, "authorization")
    claims = door.app.state.authority.platforms.verify(authorization.removeprefix("Bearer "))
    assert claims.caller.name == "Nguyễn Thị Hường"
    assert "traffic:read" in claims.caller.scopes
    assert received(answer, "cookie") == [f"csrf={door.cookies['csrf']}"]


async def test_an_ended_session_leaves_a_stranger(door: Door) -> None:
    door.cookies = {"session": "nobody's", "lang": "en"}
    answer = await door.ask("/monitoring/who", headers={"Authorization": "Bearer forged"})
    assert received(answer, "authorization") == []
    assert received(answer, "cookie") == ["lang=en"]


async def test_a_program_may_bring_its_own_token(door: Door) -> None:
    answer = await door.ask("/monitoring/who", headers={"Authorization": "Bearer its-own"})
    assert received(answer, "authorization") == ["Bearer its-own"]


SMUGGLED = {
    "X-Forwarded-For": "10.1.1.1",
    "X-Forwarded-Host": "evil.example",
    "X_Forwarded_For": "10.1.1.1",
    "Forwarded": "for=10.1.1.1",
    "X-Real-IP": "10.1.1.1",
    "X-Internal-Caller": "administrator",
    "X-Original-URL": "/metrics",
    "TE": "trailers",
    "Proxy-Authorization": "Basic eA==",
    "Connection": "X-Private, close",
    "X-Private": "for this hop only",
}


async def test_only_the_door_says_where_a_request_came_from(door: Door) -> None:
    answer = await door.ask("/monitoring/who", headers=SMUGGLED)
    names = {name for name, _ in answer.json()["headers"]}
    assert not names & {"forwarded", "x-real-ip", "x_forwarded_for", "x-internal-caller", "x-original-url"}
    assert not names & {"te", "proxy-authorization", "x-private"}
    assert received(answer, "x-forwarded-for") == ["127.0.0.1"]
    assert received(answer, "x-forwarded-host") == [door.url.removeprefix("http://")]
    assert received(answer, "x-forwarded-proto") == ["http"]


async def test_ids_and_trace_go_along(door: Door) -> None:
    sent = {"X-Request-Id": "0123456789abcdef", "traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    answer = await door.ask("/monitoring/who", headers=sent)
    assert received(answer, "x-request-id") == ["0123456789abcdef"]
    (trace,) = received(answer, "traceparent")
    assert trace.split("-")[1::2] == ["ab" * 16, "01"]
    assert answer.headers["x-request-id"] == "0123456789abcdef"


async def test_answers_lose_what_is_for_one_hop_or_not_theirs_to_set(door: Door) -> None:
    answer = await door.ask("/monitoring/who")
    assert "x-hop" not in answer.headers
    assert answer.headers["x-platform"] == "monitoring"
    assert len(answer.headers.get_list("date")) == 1
    cookies = await door.ask("/monitoring/cookies")
    assert [line.partition("=")[0] for line in cookies.headers.get_list("set-cookie")] == ["filter"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_answers_without_body(door: Door, method: str) -> None:
    answer = await door.ask("/monitoring/empty", method)
    assert (answer.status_code, answer.content) == (204, b"")


UNREACHABLE = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/metrics/",
    "/metric%73",
    "/%6Detrics",
    "/%72eadyz",
    "/health%7A/",
    "/monitoring/../metrics",
    "/monitoring/%2e%2e/metrics",
    "/monitoring/..%2fmetrics",
    "/monitoring//metrics",
    "/monitoring/..;/metrics",
    "/monitoring/%5cmetrics",
)


async def test_health_and_figures_are_not_reachable_from_outside(door: Door) -> None:
    for path in UNREACHABLE:
        url = httpx.URL(door.url).copy_with(raw_path=path.encode())
        answer = await door.http.get(url)
        assert answer.status_code in {400, 404}, path
        assert "outbox" not in answer.text
    for path in ("/healthz", "/readyz", "/metrics"):
        assert (await door.http.get(door.inner_url + path)).status_code == 200


async def test_inside_there_is_no_swap(door: Door) -> None:
    await door.sign_in()
    line = f"session={door.cookies['session']}"
    answer = await door.http.get(f"{door.inner_url}/platforms", headers={"Cookie": line})
    assert answer.status_code == 401


async def test_a_foreign_host_is_misdirected(door: Door) -> None:
    answer = await door.ask("/monitoring/who", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert answer.json()["code"] == "host-unknown"


async def test_heads_are_bounded(door: Door) -> None:
    assert (await door.ask("/monitoring/who", headers={"X-Long": "x" * 40_000})).status_code == 431
    assert (await door.ask(f"/monitoring/{'x' * 9000}")).status_code == 431


async def test_fifty_mebibytes_pass_without_being_held(door: Door) -> None:
    process, size = psutil.Process(), 50 << 20
    before, most, got = process.memory_info().rss, 0, 0
    async with door.http.stream("GET", f"{door.url}/monitoring/stream/{size}") as answer:
        async for chunk in answer.aiter_raw():
            got += len(chunk)
            most = max(most, process.memory_info().rss)
    assert got == size
    assert most - before < 32 << 20


async def test_a_large_upload_passes_in_pieces(door: Door) -> None:
    piece = b"\xe1\xbb\x87" * 20_000

    async def body() -> Any:
        for _ in range(800):
            yield piece

    before = psutil.Process().memory_info().rss
    answer = await door.ask("/monitoring/digest", "POST", content=body())
    assert answer.json() == {"sha256": hashlib.sha256(piece * 800).hexdigest(), "size": 48_000_000}
    assert psutil.Process().memory_info().rss - before < 100 << 20


@pytest.mark.parametrize("framing", [f"Content-Length: {61 << 20}", "Transfer-Encoding: chunked"])
async def test_bodies_are_bounded(door: Door, framing: str) -> None:
    host = door.url.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(f"POST /monitoring/digest HTTP/1.1\r\nHost: {host}\r\n{framing}\r\n\r\n".encode())
    writer.write(b"%x\r\n%b\r\n" % (61 << 20, bytes(61 << 20)) if "chunked" in framing else b"")
    async with asyncio.timeout(20):
        assert (await reader.readline()).split()[1] == b"413"
    writer.close()


async def test_a_platform_that_refuses_an_upload_under_way_is_heard(door: Door) -> None:
    host = door.url.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    framing = "Transfer-Encoding: chunked"
    writer.write(f"POST /monitoring/refusing HTTP/1.1\r\nHost: {host}\r\n{framing}\r\n\r\n".encode())
    answered, sent = asyncio.create_task(reader.readuntil(b"file-too-large")), 0
    async with asyncio.timeout(20):
        while not answered.done():
            writer.write(b"10000\r\n%b\r\n" % bytes(1 << 16))
            await writer.drain()
            sent += 1 << 16
            await asyncio.sleep(0)
        assert (await answered).startswith(b"HTTP/1.1 413")
    assert sent < 50 << 20
    writer.close()


async def test_an_event_stream_passes_as_it_comes_and_ends_with_its_reader(door: Door) -> None:
    async with door.http.stream("GET", f"{door.url}/monitoring/events") as answer:
        lines = answer.aiter_lines()
        first = [await anext(lines) for _ in range(5)]
    assert [line for line in first if line] == ["data: 0", "data: 1", "data: 2"]
    async with asyncio.timeout(5):
        await door.behind.state.seen.hung_up.wait()


async def test_a_reader_who_leaves_does_not_wait_for_a_slow_platform(door: Door) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await door.ask("/monitoring/slow", timeout=0.2)
    assert (await door.ask("/monitoring/who")).status_code == 200
