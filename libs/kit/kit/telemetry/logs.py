"""One JSON object a log line, with the ids of the work it belongs to and without anybody's personal data."""

import logging
import re
import sys
from datetime import UTC, datetime
from logging import LogRecord
from types import TracebackType
from typing import Any

import orjson

from kit.context import correlation_id, request_id
from kit.settings import Settings
from kit.telemetry.repeats import Repeats
from kit.telemetry.trace import ids

SERVER_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access")
TELLTALES = ("uvicorn.access", "httpx")
"""They write whole addresses, query strings too."""
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "color_message"}
PERSONAL = (
    (re.compile(r"(?m)^DETAIL: .*$"), "DETAIL: (hidden)"),  # PostgreSQL repeats the row it refuses
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "(e-mail)"),
    (re.compile(r"(?<![\w.-])\+?\d{9,15}(?![\w-])"), "(number)"),  # identity cards 9 or 12 digits, telephones 10
)


class JsonLines(logging.Formatter):
    """What a call gives as `extra` becomes fields of its line. Lean, for every request writes one."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "service": self._service,
        }
        line |= {name: value for name, value in self._ids() if value}
        line |= {name: value for name, value in record.__dict__.items() if name not in STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()

    def _ids(self) -> tuple[tuple[str, str], ...]:
        return (("request_id", request_id.get()), ("correlation_id", correlation_id.get()), *ids().items())

    def formatException(  # noqa: N802 - the name is of logging
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return redacted(super().formatException(ei))


def redacted(text: str) -> str:
    """Messages of libraries repeat what they were given; what looks like a person goes."""
    for pattern, replacement in PERSONAL:
        text = pattern.sub(replacement, text)
    return text


def configure(settings: Settings) -> None:
    """Leaves a process alone whose logging somebody has set up already, as test runners do."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(settings.service))
    handler.addFilter(Repeats())
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name in SERVER_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
