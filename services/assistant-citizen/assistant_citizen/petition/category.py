"""What a petition may be about: a fixed list, as data; and which of it words speak of, as a proposal."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from kit.text import fold

WORDS: Mapping[str, tuple[str, ...]] = {
    category: tuple(fold(word) for word in words)
    for category, words in tomllib.loads(
        (Path(__file__).parent / "data" / "categories.toml").read_text(encoding="utf-8")
    ).items()
}
CATEGORIES = tuple(WORDS)
MOST_READ = 2000


def proposed(text: str) -> str:
    """The category whose words say most of it, by their letters; empty where none says anything."""
    told = f" {' '.join(''.join(one if one.isalnum() else ' ' for one in fold(text[:MOST_READ])).split())} "
    weights = {category: sum(len(word) for word in words if f" {word} " in told) for category, words in WORDS.items()}
    best = max(weights, key=lambda category: weights[category])
    return best if weights[best] else ""
