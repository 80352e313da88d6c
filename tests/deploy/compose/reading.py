"""docker-compose.yml as Compose reads it: YAML with merges, then ${NAME}, ${NAME:-else} and ${NAME:?why}."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from embedded import services

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "docker-compose.yml"
PLACE = re.compile(r"\$(?:(\$)|\{(\w+)(?::([-?])([^}]*))?\})")
LINE = re.compile(r"(?m)^(#?)([A-Z_]+)=(.*)$")
SERVICES = tuple(one.name for one in services.SERVICES)


class Missing(Exception):
    """A value that must be given is not."""


@cache
def raw() -> dict[str, Any]:
    """As it is written."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def read(given: Mapping[str, str]) -> dict[str, Any]:
    """With the values of `given` in their places."""
    found: dict[str, Any] = _filled(raw(), given)
    return found


def names_in(text: str) -> set[str]:
    return {found[2] for found in PLACE.finditer(text) if found[2]}


def dotenv(text: str, *, commented: bool = False) -> dict[str, str]:
    """Names and values of a .env file; `commented`: also those that are only proposed."""
    return {name: value for mark, name, value in LINE.findall(text) if commented or not mark}


def _filled(value: Any, given: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, given) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, given) for one in value]
    return PLACE.sub(lambda found: _put(found, given), value) if isinstance(value, str) else value


def _put(found: re.Match[str], given: Mapping[str, str]) -> str:
    dollar, name, how, other = found.groups()
    if dollar:
        return "$"
    if given.get(name):
        return given[name]
    if how == "?":
        raise Missing(name)
    return other or ""
