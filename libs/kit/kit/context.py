"""What follows a piece of work through logs, events and calls, without being passed by hand."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of one HTTP request; people quote it to support."""

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
"""Of a story that may last days over many services; born with its first event."""
