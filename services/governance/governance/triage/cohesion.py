"""Which neighbours make a word: Vietnamese writes a space between syllables, and half a word is no reason."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from governance.triage.words import Syllable, read

DATA = Path(__file__).parent / "data"
LEAST = 0.1


@cache
def _counts() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Of the topics that the models learn from."""
    fields = tomllib.loads((DATA / "topics.toml").read_text(encoding="utf-8"))
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    for lists in fields.values():
        for topic in (one for name in ("topics", "plain", "wider") for one in lists[name]):
            words = read(topic)
            single.update(word.bare for word in words)
            double.update((one.bare, other.bare) for one, other in pairwise(words) if not other.first)
    return single, double


def together(words: Sequence[Syllable], place: int) -> float:
    """How often the syllable at `place` follows the one before it, of the times the rarer of both stands at all."""
    if place <= 0 or place >= len(words) or words[place].first:
        return 0.0
    single, double = _counts()
    one, other = words[place - 1].bare, words[place].bare
    rarer = min(single[one], single[other])
    return double[one, other] / rarer if rarer else 0.0


def whole(words: Sequence[Syllable], start: int, end: int) -> tuple[int, int]:
    """Widened where the first or last syllable belongs to its neighbour outside rather than to the one inside."""
    left, inner = together(words, start), together(words, start + 1) if end - start > 1 else LEAST
    right, before = together(words, end), together(words, end - 1) if end - start > 1 else LEAST
    if end - start == 1:
        if max(left, right) < LEAST:
            return start, end
        return (start - 1, end) if left >= right else (start, end + 1)
    return start - (left >= max(inner, LEAST)), end + (right >= max(before, LEAST))
