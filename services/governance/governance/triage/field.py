"""The fields of provincial administration that documents are sorted by: a fixed list, as data."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from kit.text import fold

DATA = Path(__file__).parent / "data"
WORDS: Mapping[str, tuple[str, ...]] = {
    field: tuple(fold(word) for word in words)
    for field, words in tomllib.loads((DATA / "fields.toml").read_text(encoding="utf-8")).items()
}
"""Folded words in names of units, by field."""
FIELDS = tuple(WORDS)


def fields_of(unit_name: str) -> list[str]:
    """Those that the name of a unit speaks of, the longest words first."""
    name = f" {fold(unit_name)} "
    found = {
        field: max((len(word) for word in words if f" {word} " in name), default=0) for field, words in WORDS.items()
    }
    return sorted((field for field, length in found.items() if length), key=lambda field: -found[field])


def spoken(names: Iterable[str], fields: Mapping[str, float]) -> dict[str, float]:
    """How likely each unit is by its name alone: a field's share falls to all whose names speak of it."""
    told = {name: fields_of(name) for name in names}
    count = Counter(field for found in told.values() for field in found)
    return {name: sum(fields.get(field, 0.0) / count[field] for field in found) for name, found in told.items()}
