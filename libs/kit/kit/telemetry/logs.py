"""One JSON object a log line, with the ids of the work it belongs to and without anybody's personal data."""

import logging
import re
import sys
from logging import LogRecord
from types import TracebackType
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

from kit.context import correlation_id, request_id
from kit.settings import Settings
from kit.telemetry.trace import ids

SERVER_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access")
PERSONAL = (
    (re.compile(r"(?m)^DETAIL: .*$"), "DETAIL: (hidden)"),  # PostgreSQL repeats the row it refuses
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "(e-mail)"),
    (re.compile(r"(?<![\w.-])\+?\d{9,15}(?![\w-])"), "(number)"),  # identity cards 9 or 12 digits, telephones 10
)


class JsonLines(OrjsonFormatter):
    def __init__(self, service: str) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            static_fields={"service": service},
            timestamp="at",
        )

    def add_fields(self, log_data: dict[str, Any], record: LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        known = {"request_id": request_id.get(), "correlation_id": correlation_id.get(), **ids()}
        log_data.update({name: value for name, value in known.items() if value})

    def formatException(  # noqa: N802 - the name is of logging
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return redacted(logging.Formatter.formatException(self, ei))


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
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name in SERVER_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)  # it writes query strings; ours does not
