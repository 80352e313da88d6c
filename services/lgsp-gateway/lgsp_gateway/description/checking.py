"""Whether a document is OpenAPI 3.0 or 3.1, and refers to nothing outside itself."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.validators import SpecValidator

from lgsp_gateway.description.errors import MOST_ROWS, BrokenDescription, row

VERSION = re.compile(r"3\.([01])\.[0-9]{1,3}")
REFERENCES = ("$ref", "$dynamicRef", "operationRef", "$id", "$schema", "jsonSchemaDialect")
DIALECT = "https://spec.openapis.org/oas/3.1/dialect/base"


class _Version30(OpenAPIV30SpecValidator):
    resolver_handlers: dict[str, Any] = {}  # noqa: RUF012 - nothing may be fetched


class _Version31(OpenAPIV31SpecValidator):
    resolver_handlers: dict[str, Any] = {}  # noqa: RUF012 - nothing may be fetched


def check(document: dict[str, Any]) -> None:
    """Raises BrokenDescription with every fault that was found, up to MOST_ROWS."""
    validator = _validator(document)
    outside = [row("outside", place, what=target[:200]) for place, target in _references_outside(document)]
    if outside:
        raise BrokenDescription(outside)
    if rows := _faults(validator(document)):
        raise BrokenDescription(rows)


def _faults(validator: SpecValidator) -> list[dict[str, Any]]:
    """What was found before the validator stumbled stands; that it stumbled counts only when nothing was."""
    rows: list[dict[str, Any]] = []
    try:
        rows.extend(map(_row, islice(validator.iter_errors(), MOST_ROWS)))
    except RecursionError:
        return rows or [row("cycle", "document")]
    except Exception as error:  # noqa: BLE001 - strangers' documents make it stumble in any way
        return rows or [row("unresolvable", "document", what=type(error).__name__)]
    return rows


def _validator(document: dict[str, Any]) -> type[SpecValidator]:
    version = document.get("openapi")
    found = VERSION.fullmatch(version) if isinstance(version, str) else None
    if found is None:
        raise BrokenDescription.because("version", "openapi", found=str(version or document.get("swagger", ""))[:20])
    return _Version30 if found[1] == "0" else _Version31


def _references_outside(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """The validator would fetch them, and callers would have to reach them."""
    waiting = [(place, value)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(f"{place}/{number}", child) for number, child in enumerate(value)]
        if isinstance(value, dict):
            waiting += [(f"{place}/{name}", child) for name, child in value.items()]
            for name in REFERENCES:
                target = value.get(name)
                if isinstance(target, str) and not target.startswith("#") and target != DIALECT:
                    yield f"{place}/{name}", target


def _row(error: ValidationError) -> dict[str, Any]:
    """Where several alternatives failed, the one that came furthest is what was meant."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    place = "/".join(str(part) for part in error.absolute_path) or "document"
    return row("invalid", place, what=error.message[:300])
