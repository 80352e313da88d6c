"""Outgoing control calls tell of themselves, and carry the trace to whoever is called."""

from collections.abc import AsyncIterator

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from embedded.process import free_port
from kit import http
from kit.telemetry import Spans
from tests.support.running import served


async def heard(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.headers.get("traceparent", ""), int(request.query_params.get("status", 200)))


app = Starlette(routes=[Route("/people/{name}", heard)])


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with served(app) as url:
        yield f"{url}/people/nguyen-thi-huong"


class Collector:
    def __init__(self) -> None:
        self._kept = InMemorySpanExporter()
        self.spans = Spans("office", self._kept)

    @property
    def calls(self) -> list[ReadableSpan]:
        self.spans.provider.force_flush()
        return [one for one in self._kept.get_finished_spans() if one.kind is SpanKind.CLIENT]


async def test_a_call_is_a_span_below_its_request_and_above_who_is_called(url: str) -> None:
    collector = Collector()
    with collector.spans.request("GET /", None) as request:
        async with http.client() as client:
            answer = await client.get(url, params={"status": 404})
            await client.get(url)
    first, second = collector.calls
    assert answer.text.split("-")[1:3] == [f"{first.context.trace_id:032x}", f"{first.context.span_id:016x}"]
    assert first.parent == second.parent == request.get_span_context()
    assert first.name == "GET"
    assert dict(first.attributes or {}) == {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": httpx.URL(url).port,
        "http.response.status_code": 404,
        "error.type": "404",
    }
    assert second.status.status_code is StatusCode.UNSET
    assert "huong" not in "".join(one.to_json() for one in collector.calls)


async def test_a_call_that_nobody_answers_is_a_failed_span() -> None:
    collector = Collector()
    with collector.spans.request("GET /", None):
        async with http.client() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get(f"http://127.0.0.1:{free_port()}/")
    (call,) = collector.calls
    assert (call.status.status_code, (call.attributes or {})["error.type"]) == (StatusCode.ERROR, "ConnectError")


async def test_without_spans_the_trace_goes_on(url: str) -> None:
    async with http.client() as client:
        assert (await client.get(url)).text == ""
