"""Which events the portal tells, to whom, in which words and with what link. Never of persons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kit.contracts.lgsp_gateway import (
    AccessGranted,
    AccessRevoked,
    ApplicationChanged,
    ApplicationRegistered,
    MemberChanged,
    MemberRegistered,
    ServiceRegistered,
    ServiceRemoved,
    ServiceSwitched,
)
from kit.events import Event

HERE = "/lgsp-gateway"


@dataclass(frozen=True, slots=True)
class Telling:
    """`text` is the key below `feed`, `values` fill it."""

    text: str
    scope: str
    values: dict[str, Any]
    link: str
    tone: str = "info"


def _named(text: str, scope: str, folder: str, number: str, *shown: str) -> Callable[[Any], Telling]:
    """For what has a page of its own: `number` is the field with its id, `shown` the fields its text names."""

    def tell(event: Any) -> Telling:
        values = {name: getattr(event, name) for name in shown}
        return Telling(text, scope, values, f"{HERE}/{folder}/{getattr(event, number)}")

    return tell


def _switched(event: ServiceSwitched) -> Telling:
    values = {"name": event.name, "identifier": event.identifier}
    link = f"{HERE}/services/{event.service_id}"
    if event.enabled:
        return Telling("service-switched-on", "services:read", values, link, "success")
    return Telling("service-switched-off", "services:read", values, link, "warning")


def _access(text: str, tone: str) -> Callable[[Any], Telling]:
    def tell(event: AccessGranted | AccessRevoked) -> Telling:
        values = {"application": event.application, "service": event.service}
        return Telling(text, "access:read", values, f"{HERE}/services/{event.service_id}", tone)

    return tell


TOLD: dict[type[Event], Callable[[Any], Telling]] = {
    MemberRegistered: _named("member-registered", "members:read", "members", "member_id", "name", "code"),
    MemberChanged: _named("member-changed", "members:read", "members", "member_id", "name", "code"),
    ApplicationRegistered: _named(
        "application-registered", "applications:read", "applications", "application_id", "name", "identifier"
    ),
    ApplicationChanged: _named(
        "application-changed", "applications:read", "applications", "application_id", "name", "identifier"
    ),
    ServiceRegistered: _named("service-registered", "services:read", "services", "service_id", "name", "identifier"),
    ServiceRemoved: _named("service-removed", "services:read", "services", "service_id", "name", "identifier"),
    ServiceSwitched: _switched,
    AccessGranted: _access("access-granted", "success"),
    AccessRevoked: _access("access-revoked", "warning"),
}
