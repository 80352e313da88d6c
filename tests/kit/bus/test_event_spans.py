"""The trace of a request goes on in the services that handle its events."""

from collections.abc import AsyncIterator, Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext, SpanKind, StatusCode
from sqlalchemy.ext.asyncio import AsyncSession

from kit.bus.kafka import KafkaBus
from kit.consumer import Received
from kit.outbox import emit
from kit.telemetry import Spans
from tests.kit.bus.stage import Counted, Stage, counted, fold, until


class Collector:
    def __init__(self, bus: str) -> None:
        self._kept = InMemorySpanExporter()
        self.spans = Spans("office", self._kept, bus=bus)

    def of(self, kind: SpanKind, operation: str) -> list[ReadableSpan]:
        self.spans.provider.force_flush()
        found = [one for one in self._kept.get_finished_spans() if one.kind is kind]
        return [one for one in found if (one.attributes or {}).get("messaging.operation.name") == operation]

    def statements_below(self, span: ReadableSpan) -> Sequence[str]:
        below = [one for one in self._kept.get_finished_spans() if one.parent == span.context]
        return [str((one.attributes or {}).get("db.query.text")) for one in below]


def place(context: SpanContext | None) -> tuple[int, int]:
    return (context.trace_id, context.span_id) if context else (0, 0)


@pytest.fixture
async def collector(stage: Stage) -> AsyncIterator[Collector]:
    collector = Collector("kafka" if isinstance(stage.bus, KafkaBus) else "redis")
    collector.spans.watch(stage.database.engine.sync_engine)
    yield collector
    collector.spans.close()


async def test_one_event_is_handled_in_the_trace_of_the_request_that_emitted_it(
    stage: Stage, collector: Collector
) -> None:
    task = counted(f"{stage.service}-assigned")

    async def assign(session: AsyncSession, events: list[Received[Counted]]) -> None:
        await fold(session, events)
        for received in events:
            await emit(session, task(key="nhiệm vụ", number=received.event.number))

    async def remember(_: AsyncSession, events: list[Received[Counted]]) -> None:
        assert [received.event.number for received in events] == [7]

    stage.consumer.on(stage.event)(assign)
    stage.consumer.on(task)(remember)
    with collector.spans.present():
        async with stage.running():
            with collector.spans.request("POST /cảnh-báo", None) as request:
                await stage.emit(("cảnh báo", 7))

            async def both() -> bool:
                return len(collector.of(SpanKind.CONSUMER, "process")) == 2

            await until(both)
    first, second = collector.of(SpanKind.CONSUMER, "process")
    assert first.name == f"process {stage.event.topic}"
    assert place(first.parent) == place(request.get_span_context())
    assert any("INSERT INTO effect" in statement for statement in collector.statements_below(first))
    assert place(second.parent) == place(first.context)
    assert dict(first.attributes or {}) == {
        "messaging.system": collector.spans.bus,
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": stage.event.topic,
        "messaging.consumer.group.name": stage.service,
        "messaging.batch.message_count": 1,
    }


async def test_a_batch_is_linked_to_all_that_emitted_it(stage: Stage, collector: Collector) -> None:
    stage.consumer.on(stage.event)(fold)
    with collector.spans.present():
        requests = set()
        for number in (1, 2):
            with collector.spans.request("POST /", None) as request:
                requests.add(request.get_span_context().trace_id)
                await stage.emit(("một", number), ("hai", number))
        async with stage.relay().running():

            async def sent() -> bool:
                return bool(collector.of(SpanKind.CLIENT, "send"))

            await until(sent)
        async with stage.reading().running():
            await stage.until_effects(4)
    (sending,) = collector.of(SpanKind.CLIENT, "send")
    assert sending.name == f"send {stage.event.topic}"
    assert {link.context.trace_id for link in sending.links} == requests
    assert len(requests) == len(sending.links) == 2
    assert (sending.attributes or {})["messaging.batch.message_count"] == 4
    handled = collector.of(SpanKind.CONSUMER, "process")
    assert {link.context.trace_id for one in handled for link in one.links} == requests
    assert not {place(one.context)[0] for one in handled} & requests


async def test_a_failure_is_told_without_its_words(stage: Stage, collector: Collector) -> None:
    async def refuse(_: AsyncSession, events: list[Received[Counted]]) -> None:
        raise ValueError("024099000001")

    stage.consumer.on(stage.event)(refuse)
    with collector.spans.present():
        async with stage.running():
            await stage.emit(("số căn cước", 1))

            async def put_aside() -> bool:
                return await stage.count("dead_letter") == 1

            await until(put_aside)
    failed = collector.of(SpanKind.CONSUMER, "process")
    assert {one.status.status_code for one in failed} == {StatusCode.ERROR}
    assert {(one.attributes or {})["error.type"] for one in failed} == {"ValueError"}
    assert "024099000001" not in "".join(one.to_json() for one in failed)
