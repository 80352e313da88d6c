"""Who reads from a bus, for its operators."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Group:
    """`lag`: messages it has not done. `seen_at`: when it last asked (Redis) or finished something (Kafka)."""

    name: str
    topics: int
    lag: int
    seen_at: datetime | None


class Groups(Protocol):
    def list_groups(self, url: str) -> Awaitable[Sequence[Group]]: ...

    def forget_group(self, url: str, name: str) -> Awaitable[None]:
        """Its place in every topic; messages stay."""
        ...
