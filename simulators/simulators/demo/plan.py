"""What the demo province consists of, read from the file beside this module."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kit.text import Name, Text

_FILE = Path(__file__).parent / "province.toml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MemberEntry(_Entry):
    member_class: Literal["GOV", "COM", "ORG", "NAT"]
    code: str
    name: Name
    valid_from: date
    valid_to: date | None = None


class ApplicationEntry(_Entry):
    """`member` is class and code; one that `calls` gets a client secret, which the `platform` that it is reads."""

    member: str
    code: str
    name: Name
    calls: bool = False
    platform: str = ""


class ServiceEntry(_Entry):
    """At `path` below the address of a simulator; `endpoints` where no OpenAPI document names them."""

    application: str
    code: str
    name: Name
    summary: Text
    kind: Literal["openapi", "rest", "national"]
    simulator: str
    path: str = ""
    personal_data: Literal["none", "basic", "sensitive"] = "none"
    endpoints: tuple[str, ...] = ()


class GrantEntry(_Entry):
    """Without `endpoints` it is for the whole service."""

    client: str
    service: str
    legal_basis: Text
    purpose: Text
    endpoints: tuple[str, ...] = ()


class AccountEntry(_Entry):
    username: str
    name: Name
    email: str
    agency: str
    roles: tuple[str, ...]
    must_change_password: bool = False


class Plan(_Entry):
    members: tuple[MemberEntry, ...]
    applications: tuple[ApplicationEntry, ...]
    services: tuple[ServiceEntry, ...]
    grants: tuple[GrantEntry, ...]
    accounts: tuple[AccountEntry, ...]


def read_plan() -> Plan:
    return Plan.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))
