"""What a petition may be about: a fixed list, as data; and which of it words speak of, as a proposal."""

import re
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
_OF = {word: category for category, words in WORDS.items() for word in words}
_SAID = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_OF, key=len, reverse=True))})(?!\w)")


def proposed(text: str) -> str:
    """The category whose words say most of it, by their letters, the first of two; empty where none says anything.
    Each word of the text counts once: "đèn đường hỏng" is about a light and not about "đường hỏng"."""
    weights: dict[str, int] = {}
    for found in _SAID.findall(" ".join(fold(text[:MOST_READ]).split())):
        weights[_OF[found]] = weights.get(_OF[found], 0) + len(found)
    return max(weights, key=lambda category: weights[category], default="")
