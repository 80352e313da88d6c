"""Events of the gateway: who takes part in the exchange, what may be called by whom, and what was called."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from kit.events import Event

Count = Annotated[int, Field(ge=0)]
MemberClass = Literal["GOV", "COM", "ORG", "NAT"]

LATENCY_BOUNDS_MS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
"""Upper bounds, inclusive, of the latency classes; one more class holds what took longer."""


class AccountLocked(Event):
    """A person may not sign in any more; what was handed out in the person's name ends."""

    account_id: UUID
    """The subject of the person's tokens."""

    topic: ClassVar[str] = "lgsp-gateway.account-locked.v1"

    def aggregate(self) -> str:
        return str(self.account_id)


class _MemberFacts(Event):
    member_id: UUID
    member_class: MemberClass
    code: str
    aliases: tuple[str, ...] = ()
    name: str
    valid_from: date
    valid_to: date | None = None

    reference: ClassVar[bool] = True

    def aggregate(self) -> str:
        return str(self.member_id)


class MemberRegistered(_MemberFacts):
    """An agency or organisation takes part in the exchange."""

    topic: ClassVar[str] = "lgsp-gateway.member-registered.v1"


class MemberChanged(_MemberFacts):
    topic: ClassVar[str] = "lgsp-gateway.member-changed.v1"


class _ApplicationFacts(Event):
    application_id: UUID
    identifier: str
    """`VN/GOV/H02.05/one-stop`"""
    member_id: UUID
    name: str
    active: bool

    reference: ClassVar[bool] = True

    def aggregate(self) -> str:
        return str(self.application_id)


class ApplicationRegistered(_ApplicationFacts):
    """A software system of a member: X-Road's subsystem."""

    topic: ClassVar[str] = "lgsp-gateway.application-registered.v1"


class ApplicationChanged(_ApplicationFacts):
    topic: ClassVar[str] = "lgsp-gateway.application-changed.v1"


class _CredentialFacts(Event):
    """Never the secret or the keys."""

    credential_id: UUID
    application_id: UUID
    client_id: str
    kind: Literal["client_secret", "private_key_jwt"]
    expires_at: datetime

    def aggregate(self) -> str:
        return str(self.credential_id)


class CredentialIssued(_CredentialFacts):
    """An application may prove who it is with it."""

    topic: ClassVar[str] = "lgsp-gateway.credential-issued.v1"


class CredentialRevoked(_CredentialFacts):
    topic: ClassVar[str] = "lgsp-gateway.credential-revoked.v1"


class _ServiceFacts(Event):
    service_id: UUID
    identifier: str
    """`VN/GOV/H02.01/shared-categories/units`"""
    application_id: UUID
    code: str
    name: str
    kind: Literal["openapi", "rest", "national"]
    personal_data: Literal["none", "basic", "sensitive"] = "none"
    enabled: bool
    notice: str = ""

    reference: ClassVar[bool] = True

    def aggregate(self) -> str:
        return str(self.service_id)


class ServiceRegistered(_ServiceFacts):
    """A service is known; it is off until it is switched on."""

    topic: ClassVar[str] = "lgsp-gateway.service-registered.v1"


class ServiceChanged(_ServiceFacts):
    topic: ClassVar[str] = "lgsp-gateway.service-changed.v1"


class ServiceSwitched(_ServiceFacts):
    """On, or off with the notice its callers receive."""

    topic: ClassVar[str] = "lgsp-gateway.service-switched.v1"


class ServiceRemoved(_ServiceFacts):
    topic: ClassVar[str] = "lgsp-gateway.service-removed.v1"


class _AccessFacts(Event):
    access_right_id: UUID
    service_id: UUID
    service: str
    application_id: UUID
    application: str
    """The client, `VN/GOV/H02.05/one-stop`."""
    method: str = ""
    template: str = ""
    """Both empty: the whole service."""
    legal_basis: str
    purpose: str
    valid_from: date
    valid_to: date | None = None

    reference: ClassVar[bool] = True

    def aggregate(self) -> str:
        return str(self.access_right_id)


class AccessGranted(_AccessFacts):
    """An application may call a service, or one method and path template of it (Decree 47/2020/NĐ-CP, article 35)."""

    topic: ClassVar[str] = "lgsp-gateway.access-granted.v1"


class AccessRevoked(_AccessFacts):
    topic: ClassVar[str] = "lgsp-gateway.access-revoked.v1"
    reason: str = ""


class ExchangesSummarised(Event):
    """Calls of one client application to one service that came in within one minute; a minute may come in parts,
    which add up."""

    topic: ClassVar[str] = "lgsp-gateway.exchanges-summarised.v1"

    client: str
    """`VN/GOV/H02.05/one-stop`; empty when the caller was not known."""
    service: str
    """`VN/GOV/H02.01/shared-categories/units`; empty when there is no such service."""
    client_id: UUID | None = None
    service_id: UUID | None = None
    minute: datetime
    """Start of the minute."""
    since: datetime
    until: datetime
    """First and last request within it."""
    calls: Count
    client_faults: Count = 0
    gateway_faults: Count = 0
    provider_faults: Count = 0
    """Calls that failed, by the side at fault."""
    latency: Annotated[list[Count], Field(min_length=len(LATENCY_BOUNDS_MS) + 1, max_length=len(LATENCY_BOUNDS_MS) + 1)]
    """Calls in each class of LATENCY_BOUNDS_MS, from request in to answer out."""
    request_bytes: Count = 0
    response_bytes: Count = 0

    def aggregate(self) -> str:
        return f"{self.client}>{self.service}"
