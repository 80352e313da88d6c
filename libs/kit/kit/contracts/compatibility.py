"""What may change in an event that others already read."""

from collections.abc import Iterator
from typing import Any

WORDS = ("title", "description")


def breaks(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Why those who know `before` would not understand `now`. Optional fields may be added, and words may change."""
    old, new = before["properties"], now["properties"]
    for name in old:
        if name not in new:
            yield f"the field {name} is gone"
        elif meaning(old[name], before) != meaning(new[name], now):
            yield f"the field {name} means something else"
    for name in set(now.get("required", ())) ^ set(before.get("required", ())):
        yield f"the field {name} is no longer required" if name in old else f"the new field {name} is required"
    if before["reference"] and not now["reference"]:
        yield "the topic is no longer kept for reference"


def meaning(part: Any, whole: dict[str, Any]) -> Any:
    """A schema without its words and with its definitions in place."""
    if isinstance(part, list):
        return [meaning(one, whole) for one in part]
    if not isinstance(part, dict):
        return part
    if reference := part.get("$ref"):
        return meaning(whole["$defs"][reference.rpartition("/")[2]], whole)
    return {
        key: {name: meaning(one, whole) for name, one in value.items()}
        if key == "properties"
        else meaning(value, whole)
        for key, value in part.items()
        if key not in WORDS
    }
