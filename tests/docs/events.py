"""Writes docs/events.md from docs/events.json and from what each service hears: `python -m tests.docs.events`."""

import json
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from embedded.services import SERVICES
from tests.docs.blocks import DOCS
from tests.support.settings import settings_of

PAGE = DOCS / "events.md"
KEEPS_ALL = "analytics"
HEAD = (Path(__file__).parent / "events.head.md").read_text()


def heard() -> dict[str, set[str]]:
    """The topics that each service asks the bus for."""
    apps = {one.name: import_module(f"{one.package}.main").app(settings_of(one.package)) for one in SERVICES}
    return {name: set(app.state.consumer.events) for name, app in apps.items()}


def page(document: dict[str, Any], hears: dict[str, set[str]]) -> str:
    assert hears[KEEPS_ALL] == set(document["channels"])
    readers = {
        topic: [name for name, topics in hears.items() if topic in topics and name != KEEPS_ALL]
        for topic in document["channels"]
    }
    parts = [HEAD, *_diagram(document, readers), *_table(document, readers)]
    for publisher, topics in groupby(readers, key=_publisher):
        parts += [
            f"\n## {publisher}\n",
            *(line for topic in topics for line in _event(document, topic, readers[topic])),
        ]
    return "\n".join(parts).rstrip() + "\n"


def _publisher(topic: str) -> str:
    return topic.partition(".")[0]


def _name(document: dict[str, Any], topic: str) -> str:
    return str(next(iter(document["channels"][topic]["messages"])))


def _diagram(document: dict[str, Any], readers: dict[str, list[str]]) -> Iterator[str]:
    """What happens and who hears of it; state, which is copied rather than acted on, would hide the rest."""
    edges: dict[tuple[str, str], list[str]] = {}
    for topic, names in readers.items():
        if not document["channels"][topic]["x-reference"]:
            for name in names:
                edges.setdefault((_publisher(topic), name), []).append(topic.split(".")[1])
    yield "```mermaid\nflowchart LR"
    for (source, reader), whats in edges.items():
        if source != reader:
            yield f'    {source} -- "{"<br>".join(whats)}" --> {reader}'
    yield "```\n"


def _table(document: dict[str, Any], readers: dict[str, list[str]]) -> Iterator[str]:
    yield "| event | publisher | heard by |\n|---|---|---|"
    for topic, names in readers.items():
        name = _name(document, topic)
        yield f"| [{name}](#{name.lower()}) | {_publisher(topic)} | {', '.join(names) or '—'} |"


def _event(document: dict[str, Any], topic: str, names: list[str]) -> Iterator[str]:
    name = _name(document, topic)
    schema = document["components"]["schemas"][name]
    state = " *State.*" if document["channels"][topic]["x-reference"] else ""
    yield f"### {name}\n"
    readers = ", ".join(names) or "analytics alone"
    yield f"`{topic}` · heard by {readers}.{state} {_line(schema.get('description', ''))}".rstrip() + "\n"
    yield "| field | kind | what |\n|---|---|---|"
    for field, given in schema["properties"].items():
        mark = "" if field in schema["required"] else " (optional)"
        yield f"| `{field}` | {_kind(given)}{mark} | {_line(given.get('description', ''))} |"
    yield ""


def _kind(given: dict[str, Any]) -> str:
    if "$ref" in given:
        return str(given["$ref"].rpartition("/")[2])
    if "anyOf" in given:
        return " or ".join(_kind(one) for one in given["anyOf"] if one.get("type") != "null")
    if "enum" in given:
        return " ".join(f"`{one}`" for one in given["enum"])
    if "const" in given:
        return f"`{given['const']}`"
    if given.get("type") == "array":
        return f"list of {_kind(given['items'])}" if "items" in given else "list"
    return str(given.get("format", given.get("type", "")))


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def made() -> str:
    return page(json.loads((DOCS / "events.json").read_text()), heard())


if __name__ == "__main__":
    PAGE.write_text(made())
