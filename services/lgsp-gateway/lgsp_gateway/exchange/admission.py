"""Whether a call may be made at all: every question is answered from memory, in the order that tells least."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from time import time
from typing import Any

from kit.clock import local_day
from kit.errors import Malformed, Unauthenticated, Unavailable
from lgsp_gateway.exchange.directory import Client, Directory, Service
from lgsp_gateway.exchange.faults import ClientFault, GatewayFault, ProviderFault
from lgsp_gateway.exchange.head import Head, read_head, read_message_id, read_text
from lgsp_gateway.exchange.path import forwarded, segments_of
from lgsp_gateway.exchange.trace import Trace
from lgsp_gateway.token.certificate import CertificateReader, require_binding
from lgsp_gateway.token.verify import Claims, Verifier

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
LONGEST_QUERY = 8_000
REFUSED = {
    "token-expired": "TokenExpired",
    "token-revoked": "TokenRevoked",
    "token-bound": "TokenBound",
    "certificate-malformed": "TokenBound",
}


@dataclass(slots=True)
class Call:
    """An admitted call: `target` is the path and query to ask the provider for."""

    trace: Trace
    head: Head
    client: Client
    service: Service
    target: bytes


@dataclass(slots=True)
class Address:
    parts: list[bytes]
    """Instance, class, member, subsystem, service."""
    rest: bytes


class Gate:
    """`directory` is replaced when the registry changes."""

    def __init__(self, verifier: Verifier, certificates: CertificateReader, clock: Callable[[], datetime]) -> None:
        self.directory = Directory()
        self._verifier, self._certificates, self._clock = verifier, certificates, clock
        self._second, self._today = 0, date.min

    def today(self) -> date:
        """Looked up once a second."""
        second = int(time())
        if second != self._second:
            self._second, self._today = second, local_day(self._clock())
        return self._today

    def identify(self, scope: Any, trace: Trace) -> Head:
        """Who calls: a valid token, and the application that its subject is. Raises Fault."""
        head = read_head(scope["headers"])
        trace.message_id = read_message_id(head.message_id)
        claims = self._claims(scope, head)
        if not self.directory.version:
            raise GatewayFault(503, "NotReady", retry_after=5)
        trace.token_id = claims.token_id
        trace.client = self._client(head, claims)
        trace.user = read_text(head.user, "X-Road-UserId")
        trace.issue = read_text(head.issue, "X-Road-Issue")
        trace.represented = read_text(head.represented, "X-Road-Represented-Party")
        return head

    def admit(self, scope: Any, head: Head, address: Address, trace: Trace) -> Call:
        """What is called, and whether that is granted. Raises Fault."""
        if trace.method not in METHODS:
            raise ClientFault(400, "MethodNotAllowed", method=trace.method)
        service = trace.service = self.directory.service(address.parts)
        client = trace.client
        if service is None or client is None:
            raise ClientFault(404, "UnknownService")
        segments = segments_of(address.rest)
        today = self.today()
        endpoint = service.endpoint(trace.method, segments)
        if endpoint is None:
            raise ClientFault(404, "UnknownPath") if client.id in service.rights else ClientFault(403, "AccessDenied")
        trace.endpoint = endpoint
        if not service.may(client, endpoint, today):
            raise ClientFault(403, "AccessDenied")
        self._check_running(service)
        query = _query(scope["query_string"])
        return Call(trace, head, client, service, service.base_path + forwarded(segments) + query)

    def _claims(self, scope: Any, head: Head) -> Claims:
        scheme, _, token = head.authorization.partition(b" ")
        if scheme.lower() != b"bearer" or not token:
            raise ClientFault(401, "TokenMissing")
        try:
            claims = self._verifier.verify(token.decode("latin-1").strip())
            if claims.thumbprint:
                peer = (scope.get("client") or ("",))[0]
                require_binding(claims, self._certificates.thumbprint(scope["headers"], peer))
        except (Unauthenticated, Malformed) as error:
            raise ClientFault(401, REFUSED.get(error.code, "TokenRefused")) from error
        except Unavailable as error:
            raise GatewayFault(503, "NotReady", retry_after=5) from error
        if claims.caller.kind != "system":
            raise ClientFault(401, "TokenRefused")
        return claims

    def _client(self, head: Head, claims: Claims) -> Client:
        if not head.client:
            raise ClientFault(400, "ClientMissing")
        if head.client.count(b"/") != 3:
            raise ClientFault(400, "MalformedHeader", header="X-Road-Client")
        client = self.directory.client(head.client)
        if client is None or not client.is_valid(self.today()):
            raise ClientFault(403, "UnknownClient")
        if client.subject != claims.subject:
            raise ClientFault(403, "ForeignClient")
        return client

    def _check_running(self, service: Service) -> None:
        provider = service.provider
        if not provider.is_valid(self.today()):
            raise ProviderFault(503, "ProviderInactive")
        if not service.enabled:
            wait = int((service.back_at - self._clock()).total_seconds()) if service.back_at else 0
            raise ProviderFault(503, "ServiceDisabled", notice=service.notice, retry_after=max(wait, 0) or None)


def address_of(raw_path: bytes) -> Address:
    """Of `/r1/{instance}/{class}/{member}/{subsystem}/{service}[/path]`."""
    parts = raw_path.split(b"/", 7)
    if len(parts) < 7 or not all(parts[2:7]):
        raise ClientFault(404, "MalformedAddress")
    return Address(parts[2:7], b"/" + parts[7] if len(parts) == 8 else b"")


def _query(query: bytes) -> bytes:
    """As it came; only what no program may read in two ways."""
    if len(query) > LONGEST_QUERY:
        raise ClientFault(414, "QueryTooLong", most=LONGEST_QUERY)
    if query and (not query.isascii() or not query.decode("ascii").isprintable() or b" " in query or b"#" in query):
        raise ClientFault(400, "MalformedPath")
    return b"?" + query if query else b""
