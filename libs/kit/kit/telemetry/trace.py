"""W3C trace context: taken from the caller, passed on to whoever is called, written into every log line.

https://www.w3.org/TR/trace-context/ . Without an exporter its ids are all there is of a trace; they cost little.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import getrandbits

from opentelemetry import context, trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

PATTERN = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


def sent(traceparent: str | None) -> SpanContext | None:
    """The caller's span, if it names a valid one."""
    found = PATTERN.fullmatch(traceparent or "")
    if found is None:
        return None
    caller = SpanContext(
        int(found[1], 16), int(found[2], 16), is_remote=True, trace_flags=TraceFlags(int(found[3], 16))
    )
    return caller if caller.is_valid else None


@contextmanager
def followed(caller: SpanContext | None) -> Iterator[None]:
    """Work in the caller's trace, or in a new one, of which nothing is recorded."""
    trace_id, flags = (caller.trace_id, caller.trace_flags) if caller else (_chance(128), TraceFlags())
    own = SpanContext(trace_id, _chance(64), is_remote=False, trace_flags=flags)
    token = context.attach(trace.set_span_in_context(NonRecordingSpan(own)))
    try:
        yield
    finally:
        context.detach(token)


def _chance(bits: int) -> int:
    return getrandbits(bits) or 1  # no secret, and zero is not valid


def traceparent() -> str:
    """The header to send along with an outgoing call; empty outside of a request."""
    here = trace.get_current_span().get_span_context()
    return f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}" if here.is_valid else ""


def ids() -> dict[str, str]:
    here = trace.get_current_span().get_span_context()
    return {"trace_id": f"{here.trace_id:032x}", "span_id": f"{here.span_id:016x}"} if here.is_valid else {}
