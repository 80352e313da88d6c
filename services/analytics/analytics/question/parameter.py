"""Places for values in a question: {{từ ngày}}. What is given is bound there, never pasted."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from analytics.dialect.schemas import ParameterName
from kit.errors import Invalid
from kit.text import fold

Kind = Literal["text", "number", "date", "boolean"]
TYPES: dict[Kind, str] = {"text": "VARCHAR", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
WORDS: dict[str, Kind] = {
    "chữ": "text",
    "text": "text",
    "số": "number",
    "number": "number",
    "ngày": "date",
    "date": "date",
    "đúng/sai": "boolean",
    "boolean": "boolean",
}
"""What a kind is called where parameters are written a line each."""
PLACE = r"\{\{\s*([^\W_][\w ]{0,39}?)\s*\}\}"
TOKEN = re.compile(rf"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|{PLACE}", re.DOTALL)
TRUTHS = {"true": True, "1": True, "có": True, "đúng": True, "false": False, "0": False, "không": False, "sai": False}


class Parameter(BaseModel):
    """`default` as it would be given; empty: nothing, which is NULL."""

    model_config = ConfigDict(extra="forbid")

    name: ParameterName
    kind: Kind = "text"
    default: Annotated[str, Field(max_length=400)] = ""

    @property
    def key(self) -> str:
        """What it is called in addresses and forms."""
        return "p_" + re.sub(r"\W+", "_", fold(self.name))


def written(text: str) -> list[dict[str, str]]:
    """A line each: `từ ngày: ngày = 2026-01-01`."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        head, _, default = line.partition("=")
        name, _, kind = head.partition(":")
        word = kind.strip().casefold()
        known = WORDS.get(word, word) or "text"
        found.append({"name": name.strip(), "kind": known, "default": default.strip()})
    return found


def lines(parameters: Sequence[Mapping[str, Any]]) -> str:
    """As they are written."""
    names = {kind: word for word, kind in reversed(WORDS.items())}
    return "\n".join(
        f"{one['name']}: {names[one['kind']]}" + (f" = {one['default']}" if one["default"] else "")
        for one in parameters
    )


def places(sql: str) -> list[str]:
    """Names in the order they come; those within quotes and comments are no places."""
    return list(dict.fromkeys(found[1] for found in TOKEN.finditer(sql) if found[1]))


def bound(
    sql: str, parameters: Sequence[Parameter], given: Mapping[str, str]
) -> tuple[str, dict[str, str | float | bool | None]]:
    """The words with $p1, $p2, … and what they stand for; `given` by the parameters' keys, as text."""
    numbers = {one.name: f"p{number}" for number, one in enumerate(parameters, start=1)}
    kinds = {one.name: TYPES[one.kind] for one in parameters}

    def place(found: re.Match[str]) -> str:
        name = found[1]
        return f"CAST(${numbers[name]} AS {kinds[name]})" if name in numbers else found[0]

    values, wrong = {}, []
    for one in parameters:
        try:
            values[numbers[one.name]] = _value(one, given.get(one.key, one.default).strip())
        except ValueError:
            wrong.append({"field": one.key, "message": f"question.wrong.{one.kind}"})
    if wrong:
        raise Invalid(errors=wrong)
    return TOKEN.sub(place, sql), values


def _value(parameter: Parameter, text: str) -> str | float | bool | None:
    if not text:
        return None
    match parameter.kind:
        case "number":
            number = float(text.replace(",", "."))
            if number - number != 0:
                raise ValueError(text)
            return number
        case "date":
            return date.fromisoformat(text).isoformat()
        case "boolean":
            if text.casefold() not in TRUTHS:
                raise ValueError(text)
            return TRUTHS[text.casefold()]
        case _:
            return text
