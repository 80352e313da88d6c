"""The columns of the dataset of a topic: those of every event, then the fields of this one."""

from datetime import date, datetime
from types import NoneType
from typing import Any, get_args

from analytics.dataset.kinds import ColumnKind
from analytics.dataset.schemas import OF_EVENTS
from kit.events import Event

COMMON: dict[str, ColumnKind] = {
    "event_id": "text",
    "event_time": "moment",
    "event_subject": "text",
    "event_version": "integer",
    "event_correlation_id": "text",
}
KINDS: dict[Any, ColumnKind] = {int: "integer", float: "number", bool: "boolean", date: "date", datetime: "moment"}


def columns_of_event(event: type[Event]) -> dict[str, ColumnKind]:
    """What is nested stays JSON."""
    return COMMON | {name: _kind(field.annotation) for name, field in event.model_fields.items()}


def code_of(topic: str) -> str:
    return OF_EVENTS + "".join(letter if letter.isalnum() else "_" for letter in topic)


def _kind(annotation: Any) -> ColumnKind:
    wanted = [one for one in get_args(annotation) if one is not NoneType] or [annotation]
    return KINDS.get(wanted[0], "text") if len(wanted) == 1 and isinstance(wanted[0], type) else "text"
