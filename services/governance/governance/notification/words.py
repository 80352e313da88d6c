"""What a notification says, in the reader's language."""

import re
from datetime import date, datetime
from typing import Any

from governance.notification.tables import Notification
from kit.web import Translator

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def told(reader: Translator, notification: Notification) -> str:
    return reader.t(f"notification.{notification.kind}", **_shown(notification.values))


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no days and moments; a text shows them as its language writes them."""
    return {name: _of_json(value) for name, value in values.items()}


def _of_json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if DAY.fullmatch(value):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if MOMENT.fullmatch(value) else value
