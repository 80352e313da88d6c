"""`/r1/…` as raw ASGI on `raw_path`, before everything else of the service."""

import logging
from typing import Any

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from kit import protocol
from lgsp_gateway.exchange import metadata
from lgsp_gateway.exchange.admission import LONGEST_QUERY, Gate, address_of
from lgsp_gateway.exchange.answer import language_of, send_fault
from lgsp_gateway.exchange.evidence import Evidence, Unproven
from lgsp_gateway.exchange.faults import ClientFault, Fault, GatewayFault, Gone
from lgsp_gateway.exchange.head import MOST_BYTES
from lgsp_gateway.exchange.limits import Limits
from lgsp_gateway.exchange.passage import Passage
from lgsp_gateway.exchange.path import LONGEST
from lgsp_gateway.exchange.trace import Trace

PREFIX = b"/r1/"
log = logging.getLogger(__name__)


class Exchange:
    """What a process holds to make exchanges; in the app as `app.state.exchange`."""

    def __init__(self, gate: Gate, limits: Limits, passage: Passage, evidence: Evidence, translations: Any) -> None:
        self.gate, self.evidence = gate, evidence
        self._limits, self._passage, self._translations = limits, passage, translations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        trace = Trace(scope["method"])
        try:
            await self._serve(scope, receive, send, trace)
        except Gone as fault:
            await self._record(trace, fault)
        except Fault as fault:
            told = await self._record(trace, fault)
            await send_fault(send, trace, told, self._translations, language_of(scope["headers"]))
        except Exception:
            if trace.ended:
                raise
            log.exception("an exchange failed inside the gateway")
            told = await self._record(trace, GatewayFault(503, "InternalError"))
            await send_fault(send, trace, told, self._translations, language_of(scope["headers"]))

    async def refused(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What the server cannot read as a request: see kit.protocol."""
        if not scope["raw_path"].startswith(PREFIX):
            await protocol.refused(scope, receive, send)
            return
        trace = Trace(scope["method"])
        told = await self._record(trace, _unreadable(scope))
        await send_fault(send, trace, told, self._translations, language_of(scope["headers"]))

    async def _serve(self, scope: Scope, receive: Receive, send: Send, trace: Trace) -> None:
        head = self.gate.identify(scope, trace)
        raw_path: bytes = scope["raw_path"]
        if metadata.is_metadata(raw_path):
            await metadata.answer(self.gate, self.evidence, scope, trace, send)
            return
        call = self.gate.admit(scope, head, address_of(raw_path), trace)
        if not self._limits.spend(call.client, call.service) and (
            wait := await self._limits.lease(call.client, call.service)
        ):
            raise ClientFault(429, "TooManyRequests", retry_after=wait)
        query = scope["query_string"]
        raw_target = raw_path + b"?" + query if query else raw_path
        await self._passage.carry(call, raw_target, receive, send)

    async def _record(self, trace: Trace, fault: Fault) -> Fault:
        """The fault to tell: this one, or that it could not be put on record."""
        if isinstance(fault, Unproven):
            return fault
        trace.status = fault.status
        try:
            if trace.request_out or trace.opening is not None:
                await self.evidence.close(trace, fault)
            else:
                await self.evidence.refuse(trace, fault)
        except Unproven as worse:
            return worse
        return fault


def _unreadable(scope: Scope) -> Fault:
    status: int = scope["refused"]
    if status == 431:
        return ClientFault(status, "HeadersTooLarge", most=MOST_BYTES)
    if status != 414:
        return ClientFault(status, "MalformedRequest")
    if scope["query_string"]:
        return ClientFault(status, "QueryTooLong", most=LONGEST_QUERY)
    return ClientFault(status, "PathTooLong", most=LONGEST)


class ExchangeDoor:
    """Outside of every middleware, so that nothing else costs an exchange time or touches its bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    @classmethod
    def stand_before(cls, app: Starlette) -> None:
        """Also before those that the framework puts around whatever it is given."""
        others = app.build_middleware_stack
        app.build_middleware_stack = lambda: cls(others())  # type: ignore[method-assign]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["raw_path"].startswith(PREFIX):
            await scope["app"].state.exchange(scope, receive, send)
        else:
            await self.app(scope, receive, send)
