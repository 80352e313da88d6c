"""What a service tells about itself, as those who watch it get it."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from kit.db import Database
from kit.middleware import RequestIds
from kit.settings import Settings
from kit.telemetry import Spans, install, running, traceparent
from kit.telemetry.logs import JsonLines, redacted

CALLER = f"00-{'ab' * 16}-{'cd' * 8}-01"

NOT_TRACES = ("", "rubbish", f"00-{'0' * 32}-{'0' * 16}-00")


class Kept(SpanExporter):
    """Where a collector would be."""

    def __init__(self) -> None:
        self.spans: list[ReadableSpan] = []

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.spans += spans
        return SpanExportResult.SUCCESS


def service(spans: Spans | None = None) -> FastAPI:
    settings = Settings(
        service="analytics", mode="embedded", database_url="", redis_url="", bus_url="", secret_key="x" * 32
    )
    app = FastAPI()

    @app.get("/people/{number}")
    async def person(number: str) -> PlainTextResponse:
        logging.getLogger("people").info("looked", extra={"found": 1})
        return PlainTextResponse(traceparent())

    @app.get("/asleep")
    async def asleep() -> PlainTextResponse:
        return PlainTextResponse("")

    @app.get("/failing")
    async def failing() -> None:
        raise ValueError("024099000001 của nguyen.huong@bacgiang.example")

    @app.get("/rows")
    async def rows(request: Request) -> PlainTextResponse:
        async with request.app.state.database.session() as session:
            await session.execute(text("SELECT :secret"), {"secret": "bí mật"})
        return PlainTextResponse("")

    @app.get("/metrics")
    async def metrics(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.app.state.metrics.exposition(request.app))

    app.mount("/static", PlainTextResponse("static"))
    install(app, settings, spans)
    app.add_middleware(RequestIds)
    return app


@asynccontextmanager
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://analytics") as http:
        yield http


@pytest.fixture
def lines() -> Iterator[Any]:
    """The log as it is written, read back, without the test's own client."""
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(JsonLines("analytics"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [line for line in map(json.loads, output.getvalue().splitlines()) if line["logger"] != "httpx"]
    root.removeHandler(handler)
    root.setLevel(before)


async def test_a_request_is_one_line_without_its_path_or_query(lines: Any) -> None:
    async with client(service()) as http:
        await http.get(
            "/people/024099000001?name=Hường", headers={"X-Request-Id": "request-0001", "traceparent": CALLER}
        )
    written = lines()
    looked, access = (line for line in written if line["logger"] in {"people", "access"})
    assert (access["method"], access["route"], access["status"]) == ("GET", "/people/{number}", 200)
    assert looked["found"] == 1
    for line in (looked, access):
        assert line["service"] == "analytics"
        assert line["request_id"] == "request-0001"
        assert line["trace_id"] == "ab" * 16
        assert line["at"]
    assert looked["span_id"] == access["span_id"] != "cd" * 8
    assert "024099000001" not in json.dumps(written)
    assert "name" not in access


async def test_a_failure_keeps_its_place_and_loses_its_persons(lines: Any) -> None:
    app = service()

    @app.exception_handler(Exception)
    async def internal(_: Request, error: Exception) -> PlainTextResponse:
        logging.getLogger("problems").error("unexpected error", exc_info=error)
        return PlainTextResponse("", 500)

    async with client(app) as http:
        assert (await http.get("/failing")).status_code == 500
    written = lines()
    failure = next(line for line in written if line["logger"] == "problems")
    assert "ValueError" in failure["exception"]
    assert "in failing" in failure["exception"]
    assert "024099000001" not in json.dumps(written)
    assert "huong" not in json.dumps(written)
    assert next(line for line in written if line["logger"] == "access")["status"] == 500


PROCESS = """
import logging
from kit.settings import Settings
from kit.telemetry.logs import configure
configure(Settings(service="meetings", mode="embedded", database_url="", redis_url="", bus_url="", secret_key="x" * 32))
logging.getLogger("uvicorn.error").info("started")
for name in ("uvicorn.access", "httpx"):
    logging.getLogger(name).info("GET /people?name=Hường")
"""


def test_a_process_writes_json_lines_and_no_addresses() -> None:
    done = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, text=True, check=True)
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (line["service"], line["message"], line["level"]) == ("meetings", "started", "INFO")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("DETAIL:  Key (email)=(a@b.vn) already exists.", "DETAIL: (hidden)"),
        ("gửi tới an.nguyen+x@bacgiang.gov.vn", "gửi tới (e-mail)"),
        ("số 024099000001, điện thoại +84912345678", "số (number), điện thoại (number)"),
        ("port 45081, line 123, 2026-11-23", "port 45081, line 123, 2026-11-23"),
        ("id 0192f0c1-7a3b-7c00-8000-123456789012", "id 0192f0c1-7a3b-7c00-8000-123456789012"),
    ],
)
def test_what_looks_like_a_person_goes(said: str, kept: str) -> None:
    assert redacted(said) == kept


async def test_the_trace_goes_on(lines: Any) -> None:
    async with client(service()) as http:
        continued = (await http.get("/people/1", headers={"traceparent": CALLER})).text
        begun = {(await http.get("/people/1", headers={"traceparent": sent})).text for sent in NOT_TRACES}
    assert continued.split("-")[1::2] == ["ab" * 16, "01"]
    assert continued.split("-")[2] != "cd" * 8
    assert len({one.split("-")[1] for one in begun}) == 3
    assert traceparent() == ""


async def test_figures_count_by_route_template() -> None:
    async with client(service()) as http:
        for number in range(5):
            await http.get(f"/people/{number}")
        for path in ("/nothing", "/nothing/else", "/static/1/a.css", "/static/2/b.css"):
            await http.get(path)
        await http.request("BREW", "/people/1")
        figures = (await http.get("/metrics")).text
    found = 'http_requests_total{method="GET",route="/people/{number}",service="analytics",status="200"} 5.0'
    assert found in figures
    assert 'http_requests_total{method="GET",route="unmatched",service="analytics",status="404"} 2.0' in figures
    assert 'http_requests_total{method="GET",route="/static/",service="analytics",status="200"} 2.0' in figures
    assert 'method="other"' in figures
    assert "BREW" not in figures
    assert 'http_request_seconds_count{route="/people/{number}",service="analytics"}' in figures
    assert 'http_requests_in_flight{service="analytics"} 1.0' in figures


async def test_readings_are_given_when_asked_for_and_a_failing_one_is_left_out() -> None:
    app = service()

    async def depth(_: FastAPI) -> dict[str, float]:
        return {"outbox_waiting_events": 3}

    async def broken(_: FastAPI) -> dict[str, float]:
        raise ConnectionError

    app.state.metrics.readings[:] = [broken, depth]
    async with client(app) as http:
        assert 'outbox_waiting_events{service="analytics"} 3.0' in (await http.get("/metrics")).text


async def test_a_blocked_loop_shows() -> None:
    app = service()
    metrics = app.state.metrics
    async with metrics.watching_loop():
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(time.sleep, 0.8)
        async with asyncio.timeout(5):
            while metrics.loop_lag._value.get() < 0.2:
                await asyncio.sleep(0.05)
        assert b"event_loop_lag_seconds" in await metrics.exposition(app)


async def test_spans_of_requests_and_statements(make_database: Any) -> None:
    kept = Kept()
    spans = Spans("analytics", kept)
    app = service(spans)
    app.state.database = Database(make_database("monitoring"))
    async with running(app), client(app) as http:
        await http.get("/rows?who=Hường", headers={"traceparent": CALLER})
        spans.provider.force_flush()
    await app.state.database.dispose()
    request = next(span for span in kept.spans if span.name == "GET /rows")
    statement = next(span for span in kept.spans if "SELECT $1" in str((span.attributes or {}).get("db.query.text")))
    assert request.parent
    assert f"{request.parent.span_id:016x}" == "cd" * 8
    assert statement.parent == request.context
    assert "bí mật" not in json.dumps([dict(span.attributes or {}) for span in kept.spans], ensure_ascii=False)
    assert "Hường" not in json.dumps([dict(span.attributes or {}) for span in kept.spans], ensure_ascii=False)
