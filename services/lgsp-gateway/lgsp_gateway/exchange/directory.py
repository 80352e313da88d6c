"""Who may call what, in memory: a snapshot of the registry that is replaced whole when the registry moves on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from lgsp_gateway.exchange.template import ANY_METHOD, Endpoint, Templates

EVERYTHING = Endpoint(UUID(int=0), ANY_METHOD, "/**")


@dataclass(frozen=True, slots=True)
class Client:
    """An application as a caller. `printed` is `VN/GOV/H02.05/mot-cua`, in the current form of identifiers."""

    id: UUID
    subject: str
    """`id` as tokens write it."""
    printed: str
    name: str
    active: bool
    rate: int
    burst: int
    valid_from: date
    valid_to: date | None
    header: bytes = b""

    def is_valid(self, day: date) -> bool:
        return self.active and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Right:
    """To the whole service when `endpoint_id` is None; from its first day to before `valid_to`."""

    endpoint_id: UUID | None
    valid_from: date
    valid_to: date | None

    def allows(self, endpoint: Endpoint, day: date) -> bool:
        if day < self.valid_from or (self.valid_to is not None and day >= self.valid_to):
            return False
        return self.endpoint_id is None or self.endpoint_id == endpoint.id


@dataclass(frozen=True, slots=True)
class Origin:
    """Where connections go. `host` is the Host header."""

    tls: bool
    name: str
    port: int
    host: bytes

    def __hash__(self) -> int:
        return hash(self.host)  # bytes remember theirs; this is asked twice an exchange


@dataclass(frozen=True, slots=True)
class Service:
    id: UUID
    printed: str
    code: str
    name: str
    kind: str
    base_url: str
    origin: Origin
    base_path: bytes
    timeout: float
    max_request_bytes: int
    max_response_bytes: int
    rate: int
    burst: int
    enabled: bool
    notice: str
    back_at: datetime | None
    provider: Client
    templates: Templates
    endpoints: tuple[Endpoint, ...]
    rights: dict[UUID, tuple[Right, ...]]
    description: dict[str, Any] | None = None
    """Its OpenAPI document."""
    header: bytes = b""

    def endpoint(self, method: str, segments: tuple[str, ...]) -> Endpoint | None:
        """What is asked for. A service registered by its address alone has one endpoint, which is everything."""
        if not self.endpoints and self.kind != "openapi":
            return EVERYTHING
        return self.templates.match(method, segments)

    def may(self, client: Client, endpoint: Endpoint, day: date) -> bool:
        return any(right.allows(endpoint, day) for right in self.rights.get(client.id, ()))


ServiceKey = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Directory:
    """Keys are in every accepted spelling of a member's code, so that a look-up is one dictionary access."""

    version: int = 0
    day: date = date.min
    instance: str = ""
    clients: dict[str, Client] = field(default_factory=dict)
    by_id: dict[UUID, Client] = field(default_factory=dict)
    services: dict[ServiceKey, Service] = field(default_factory=dict)
    members: tuple[tuple[str, str, str], ...] = ()
    """(class, code, name) of those valid today, for listClients."""

    def client(self, printed: bytes) -> Client | None:
        """By the value of X-Road-Client; parts may be percent-encoded."""
        spelled = printed.decode("latin-1")
        found = self.clients.get(spelled)
        if found is None and "%" in spelled:
            found = self.clients.get("/".join(unquote(part) for part in spelled.split("/")))
        return found

    def service(self, parts: Iterable[bytes]) -> Service | None:
        """By instance, class, member, subsystem and service as they stand in the path."""
        key = tuple(part.decode("latin-1") for part in parts)
        found = self.services.get(key)  # type: ignore[arg-type]
        if found is None and any("%" in part for part in key):
            found = self.services.get(tuple(unquote(part) for part in key))  # type: ignore[arg-type]
        return found


def origin_of(base_url: str) -> tuple[Origin, bytes]:
    """The origin and the path before every endpoint's own."""
    parts = urlsplit(base_url)
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    name = parts.hostname or ""
    shown = f"[{name}]" if ":" in name else name
    host = shown if parts.port in {None, 443 if tls else 80} else f"{shown}:{port}"
    return Origin(tls, name, port, host.encode("ascii")), parts.path.rstrip("/").encode()
