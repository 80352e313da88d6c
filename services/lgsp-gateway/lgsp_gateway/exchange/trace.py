"""One exchange as evidence sees it: who, what, when, how much, and how it ended."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha512
from time import time_ns
from typing import Any
from uuid import UUID

import orjson

from kit.chain import Entry, new_id
from lgsp_gateway.exchange.directory import Client, Service
from lgsp_gateway.exchange.faults import Fault
from lgsp_gateway.exchange.template import Endpoint

KIND = "exchange"
METADATA = "exchange-metadata"
"""A question about the registry: on record like a call, but nothing that a service did."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> int:
    """Microseconds since 1970."""
    return time_ns() // 1000


def moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


@dataclass(slots=True)
class Trace:
    """Times are microseconds since 1970; 0 and "" mean it did not come to that."""

    method: str
    kind: str = KIND
    id: UUID = field(default_factory=new_id)
    request_in: int = field(default_factory=now)
    request_out: int = 0
    response_in: int = 0
    message_id: str = ""
    client: Client | None = None
    service: Service | None = None
    endpoint: Endpoint | None = None
    token_id: str = ""
    user: str = ""
    issue: str = ""
    represented: str = ""
    request_size: int = 0
    request_digest: str = ""
    response_size: int = 0
    response_digest: str = ""
    status: int = 0
    opening: UUID | None = None
    ended: bool = False
    """How it ended is on record, and stays so."""

    def opened(self) -> Entry:
        """Before the provider may act."""
        entry = self._entry(self.id, "open", {}, opens=True)
        self.opening = self.id
        return entry

    def closed(self, fault: Fault | None = None) -> Entry:
        """What the caller is about to be told. Closes the opening, if there was one."""
        handed = now()
        told = {
            "response_out": handed,
            "elapsed": handed - self.request_in,
            "response_size": self.response_size,
            "response_digest": self.response_digest,
            "status": self.status,
            "fault": fault.type if fault else "",
        }
        if self.opening is not None:
            told["opening"] = str(self.opening)
        identity = self.id if self.opening is None else new_id()
        return self._entry(identity, fault.side if fault else "ok", told, closes=self.opening)

    def _entry(self, identity: UUID, outcome: str, told: dict[str, Any], **chain: Any) -> Entry:
        service = self.service
        body = {
            "message": self.message_id,
            "client_id": self.client.subject if self.client else "",
            "service_id": str(service.id) if service else "",
            "token": self.token_id,
            "method": self.method,
            "template": self.endpoint.template if self.endpoint else "",
            "user": self.user,
            "issue": self.issue,
            "represented": self.represented,
            "request_in": self.request_in,
            "request_out": self.request_out,
            "response_in": self.response_in,
            "request_size": self.request_size,
            "request_digest": self.request_digest,
            **told,
        }
        return Entry(
            identity,
            moment(self.request_in),
            self.kind,
            self.client.printed if self.client else "",
            service.printed if service else "",
            outcome,
            orjson.dumps(body),
            **chain,
        )


def digest(body: bytes) -> str:
    """SHA-512, as X-Road hashes; "" for an empty body."""
    return sha512(body).hexdigest() if body else ""
