"""W3C trace context: taken from the caller, passed on to whoever is called, written into every log line.

https://www.w3.org/TR/trace-context/ . Works without any exporter: the ids cost a few random bytes a request.
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_hex
from typing import Self

PATTERN = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
NOWHERE = ("0" * 32, "0" * 16)


@dataclass(frozen=True, slots=True)
class Trace:
    trace_id: str
    span_id: str
    flags: str = "00"

    @classmethod
    def continued(cls, traceparent: str | None) -> Self:
        """A new span in the caller's trace, or in a new one where the caller has none."""
        found = PATTERN.fullmatch(traceparent or "")
        if found is None or found[1] == NOWHERE[0] or found[2] == NOWHERE[1]:
            return cls(token_hex(16), token_hex(8))
        return cls(found[1], token_hex(8), found[3])

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def traceparent() -> str:
    """The header to send along with an outgoing call; empty outside of a request."""
    return str(current.get() or "")
