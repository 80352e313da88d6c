"""The text of a description, JSON or YAML, as plain JSON values. From strangers: bounded, no aliases, no twins."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from lgsp_gateway.description.errors import BrokenDescription

MOST_BYTES = 4 << 20
DEEPEST = 64
MOST_VALUES = 200_000


def parse(raw: bytes) -> dict[str, Any]:
    """Raises BrokenDescription."""
    if len(raw) > MOST_BYTES:
        raise BrokenDescription.because("too_large", most=MOST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenDescription.because("not_utf8") from error
    document = _from_json(text) if text.lstrip().startswith("{") else _from_yaml(text)
    if not isinstance(document, dict):
        raise BrokenDescription.because("not_openapi")
    _check_extent(document)
    return document


def _from_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_twins, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise BrokenDescription.because("json", line=error.lineno, what=error.msg) from error
    except RecursionError as error:
        raise BrokenDescription.because("too_deep", most=DEEPEST) from error
    except ValueError as error:
        raise BrokenDescription.because("number") from error


def _from_yaml(text: str) -> Any:
    try:
        _check_events(yaml.parse(text, Loader=_Loader))
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenDescription.because("yaml", line=line, what=error.problem or "") from error
    except yaml.reader.ReaderError as error:  # a file that is no text at all
        raise BrokenDescription.because("not_utf8") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BrokenDescription.because("yaml", line=1, what=type(error).__name__) from error


def _check_events(events: Iterator[Any]) -> None:
    """Before anything is built: an alias is how a few lines become gigabytes."""
    depth = values = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise BrokenDescription.because("alias", line=event.start_mark.line + 1 if event.start_mark else 1)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        values += isinstance(event, yaml.NodeEvent)
        _check_bounds(depth, values)


def _check_extent(document: Any) -> None:
    values, level, depth = 0, [document], 0
    while level:
        depth, values = depth + 1, values + len(level)
        _check_bounds(depth, values)
        level = [child for value in level for child in _children(value)]


def _check_bounds(depth: int, values: int) -> None:
    if depth > DEEPEST:
        raise BrokenDescription.because("too_deep", most=DEEPEST)
    if values > MOST_VALUES:
        raise BrokenDescription.because("too_many_values", most=MOST_VALUES)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise BrokenDescription.because("twin", name=twin[:100])
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as OpenAPI asks for it: the JSON schema of YAML 1.2, so that `no` and `2024-01-01` stay texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML reads it as a plain class attribute

    def construct_mapping(self, node: Any, deep: bool = True) -> dict[str, Any]:
        pairs = [(self._key(key), self.construct_object(value, deep=deep)) for key, value in node.value]
        return _without_twins(pairs)

    def _key(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be a text", problem_mark=node.start_mark)
        return str(node.value)


def _construct_map(loader: _Loader, node: Any) -> Any:
    return loader.construct_mapping(node)


for _tag, _form, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z"), _first)
_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node)))
for _tag in ("binary", "timestamp", "omap", "pairs", "set"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", yaml.SafeLoader.construct_undefined)
