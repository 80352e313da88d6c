"""What is wrong with a form, field by field, in the reader's language, from pydantic's errors."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request

from kit.web.translations import translator

WRONG = {
    "missing": "missing",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_short": "too_short",
    "too_long": "too_long",
    "string_pattern_mismatch": "pattern",
    "int_parsing": "number",
    "float_parsing": "number",
    "decimal_parsing": "number",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "literal_error": "choice",
    "enum": "choice",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "datetime_parsing": "moment",
    "datetime_from_date_parsing": "moment",
    "url_parsing": "address",
    "url_scheme": "address",
}
KEY = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
BOUNDS = {"min_length": "minimum", "max_length": "maximum", "ge": "minimum", "le": "maximum"}


def field_errors(request: Request, errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """`errors` as pydantic's ValidationError.errors() gives them; the first of each field counts.

    An own validator names a text: `raise ValueError("member.code_taken")`.
    """
    found: dict[str, str] = {}
    for error in errors:
        names = [str(part) for part in error["loc"] if part not in {"body", "query", "form"}]
        found.setdefault(names[0] if names else "", _message(request, error))
    return found


def worded(request: Request, errors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a Problem's `errors`; a message that names a text becomes that text, filled with the row."""
    reader = translator(request)
    return [
        {**row, "message": reader.t(row["message"], **row) if reader.has(row["message"]) else row["message"]}
        for row in errors
    ]


def told(error: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The key of the text that says it, and what fills it."""
    own = str(error.get("ctx", {}).get("error", ""))
    if KEY.fullmatch(own):
        return own, {}
    values = {BOUNDS[name]: value for name, value in error.get("ctx", {}).items() if name in BOUNDS}
    kind = WRONG.get(error["type"], "other")
    if kind == "too_short" and values.get("minimum") == 1:
        kind = "missing"
    return f"form.wrong.{kind}", {"count": next(iter(values.values()), 0), **values}


def _message(request: Request, error: Mapping[str, Any]) -> str:
    reader = translator(request)
    key, values = told(error)
    return reader.t(key, **values) if reader.has(key) else reader.t("form.wrong.other")
