"""Who calls: read from a verified access token, never from anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

Kind = Literal["system", "official", "citizen"]


@dataclass(frozen=True, slots=True)
class Caller:
    """`agency` is the member code (`H02.05`) the caller acts for; `subject` the account's or application's id.

    `username` is what a person signs in with, empty for systems.
    """

    subject: str
    kind: Kind
    name: str = ""
    agency: str | None = None
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    token_id: str = ""
    username: str = ""

    @classmethod
    def of_claims(cls, claims: Mapping[str, Any]) -> Self:
        return cls(
            subject=claims["sub"],
            kind=claims["kind"],
            name=claims.get("name", ""),
            agency=claims.get("agency"),
            roles=frozenset(claims.get("roles", ())),
            scopes=frozenset(claims.get("scope", "").split()),
            token_id=claims.get("jti", ""),
            username=claims.get("preferred_username", ""),
        )
