from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from kit.clock import ZONE
from kit.page import Paging
from kit.text import Name, Text
from lgsp_gateway.application.schemas import Code, Rate
from lgsp_gateway.catalogue.address import web_address
from lgsp_gateway.catalogue.template import clean

Kind = Literal["openapi", "rest", "national"]
PersonalData = Literal["none", "basic", "sensitive"]
Method = Literal["*", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
MIB = 1 << 20

# X-Road's metaservices (pr-mrest, pr-meta): answered by the gateway, so no service may stand in their place.
RESERVED = frozenset({"listmethods", "allowedmethods", "getopenapi", "listclients", "getwsdl"})


def _not_reserved(code: str) -> str:
    if code.lower() in RESERVED:
        raise ValueError("service.wrong.code_reserved")
    if not code.strip("."):
        raise ValueError("application.wrong.code")
    return code


def _here(moment: datetime) -> datetime:
    """A form's time carries no zone; it means Viet Nam's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


Moment = Annotated[datetime, AfterValidator(_here)]
ServiceCode = Annotated[Code, AfterValidator(_not_reserved)]
Address = Annotated[str, Field(max_length=1000), AfterValidator(web_address)]


class Terms(BaseModel):
    """On what terms a service is called. Sizes are bytes, rates calls a second of each calling application."""

    timeout_ms: Annotated[int, Field(ge=100, le=300_000)] = 30_000
    max_request_bytes: Annotated[int, Field(ge=0, le=1024 * MIB)] = 10 * MIB
    max_response_bytes: Annotated[int, Field(ge=1, le=4096 * MIB)] = 1024 * MIB
    rate_limit: Rate = 50
    burst: Rate = 100
    personal_data: PersonalData = "none"
    retention_days: Annotated[int, Field(ge=30, le=7300)] = 730


class EndpointCreate(BaseModel):
    method: Method
    template: Annotated[str, Field(max_length=500), AfterValidator(clean)]
    summary: Annotated[Text, Field(max_length=500)] = ""


class ServiceCreate(Terms):
    """A service without a description; `openapi` ones are imported."""

    application_id: UUID
    code: ServiceCode
    name: Name
    summary: Annotated[Text, Field(max_length=5000)] = ""
    kind: Literal["rest", "national"] = "rest"
    base_url: Address
    endpoints: Annotated[list[EndpointCreate], Field(max_length=1000)] = []


class ServiceUpdate(Terms):
    version: int
    name: Name
    summary: Annotated[Text, Field(max_length=5000)] = ""
    base_url: Address


class SwitchOff(BaseModel):
    """`notice` is what callers receive; `back_at` when the service is expected back."""

    version: int
    notice: Annotated[Text, Field(min_length=5, max_length=1000)]
    back_at: Moment | None = None


class SwitchOn(BaseModel):
    version: int


class EndpointRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    method: str
    template: str
    summary: str
    imported: bool


class ServiceRead(Terms):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    application_id: UUID
    identifier: str
    code: str
    name: str
    summary: str
    kind: Kind
    base_url: str
    enabled: bool
    notice: str
    back_at: datetime | None
    description_url: str
    description_digest: str
    described_at: datetime | None
    version: int
    endpoints: list[EndpointRead]

    @field_validator("endpoints")
    @classmethod
    def _in_order(cls, endpoints: list[EndpointRead]) -> list[EndpointRead]:
        return sorted(endpoints, key=lambda endpoint: (endpoint.template, endpoint.method))


class ServiceFilter(Paging):
    application_id: UUID | Literal[""] = ""
    kind: Kind | Literal[""] = ""
    enabled: bool | Literal[""] = ""
    personal_data: PersonalData | Literal[""] = ""

    @field_validator("q")
    @classmethod
    def _trimmed(cls, text: str) -> str:
        return text.strip()
