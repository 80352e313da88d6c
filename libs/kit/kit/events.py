"""What happened, said once and for every service: events, and the CloudEvents 1.0 envelope they travel in."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from time import time_ns
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.context import correlation_id as current_correlation
from kit.telemetry.trace import traceparent

PUBLISHED: dict[str, type["Event"]] = {}
"""Every event class that was imported, by its topic."""


class Event(BaseModel):
    """A fact in the past tense. Holds no bodies and no personal data beyond the names of offices and systems.

    Fields are only ever added, and added ones are optional; anything else is a new topic `.v2`. Unknown fields are
    ignored, so that a consumer may be older than the publisher.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    topic: ClassVar[str]
    """`<service>.<event>.v1`."""
    reference: ClassVar[bool] = False
    """Others keep a projection of it: the topic is never trimmed, each event carries the whole state of its
    aggregate, and the owner may emit it again with the version it has."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if topic := cls.__dict__.get("topic"):
            known = PUBLISHED.setdefault(topic, cls)
            if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
                raise TypeError(f"the topic {topic} belongs to {known.__qualname__} already")

    words: ClassVar[Mapping[str, frozenset[str]]] = {}
    """What of the items of a list is told in words, or names a person."""

    def aggregate(self) -> str:
        """The thing it happened to. Events of one aggregate and topic arrive in order."""
        raise TypeError(f"{type(self).__name__} does not say what it happened to")

    def without_words(self) -> dict[str, Any]:
        """For whoever keeps events of all agencies: what is told in words is for who makes something of it alone."""
        return self.model_dump(mode="json", exclude={name: {"__all__": set(keys)} for name, keys in self.words.items()})


class Envelope(BaseModel):
    """A CloudEvents 1.0 event in its JSON form; extension attributes are in lower case without separators."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: Annotated[str, Field(min_length=1)]
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    correlationid: str
    aggregateversion: int = 0
    traceparent: str | None = None
    republished: bool = False
    """Said once more for those who lost it or are new: nothing happened just now."""
    data: dict[str, Any]

    @classmethod
    def of(
        cls, event: Event, *, version: int = 0, correlation_id: str | None = None, republished: bool = False
    ) -> Self:
        """Inherits correlation id and trace of the work it is done for; the first event of a story begins both."""
        number = new_id()
        return cls(
            id=number,
            source=f"/{event.topic.partition('.')[0]}",
            type=event.topic,
            subject=event.aggregate(),
            time=datetime.now(UTC),
            correlationid=correlation_id or current_correlation.get() or str(number),
            aggregateversion=version,
            traceparent=traceparent() or None,
            republished=republished,
            data=event.model_dump(mode="json"),
        )

    def to_json(self) -> str:
        """`data` keeps its nulls; attributes without a value are left out, as the standard asks."""
        absent = {name for name in ("traceparent", "republished") if not getattr(self, name)}
        return self.model_dump_json(exclude=absent)


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): ordered by time, which keeps the index of consumed events compact."""
    moment, chance = time_ns() // 1_000_000, secrets.randbits(74)
    return UUID(int=moment << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & ((1 << 62) - 1))
