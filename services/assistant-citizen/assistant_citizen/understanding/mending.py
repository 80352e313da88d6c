"""Words that nobody writes, taken for the nearest one that records hold: a letter too many, too few, another, or two
that changed places; two words typed as one."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from assistant_citizen.understanding import choices
from assistant_citizen.understanding.reading import Reading, Word, framing
from kit.text import fold

LEAST = 3


class Mending:
    def __init__(self, standing: Mapping[str, int]) -> None:
        """Bare words of records, and in how many each stands."""
        self._standing = {word: count for word, count in standing.items() if word.isalpha()}
        self._ours = _ours()
        self._near = _neighbours(frozenset(self._standing.keys() | self._ours))

    def mended(self, reading: Reading) -> Mapping[int, Sequence[str]]:
        """By place; nothing where all words are known."""
        if not self._standing:
            return {}
        told = ((at, self._other(word)) for at, word in enumerate(reading.words))
        return {at: other for at, other in told if other}

    def _other(self, word: Word) -> Sequence[str]:
        bare = word.bare
        if len(bare) < LEAST or not bare.isalpha() or bare in self._standing or bare in self._ours or word.meanings:
            return ()
        if parts := self._split(bare):
            return parts
        near = {one for short in {bare, *_shorter(bare)} for one in self._near.get(short, ()) if _is_near(bare, one)}
        return [max(near, key=lambda one: (self._standing.get(one, 0), one))] if near else ()

    def _split(self, bare: str) -> Sequence[str]:
        for at in range(2, len(bare) - 1):
            one, two = bare[:at], bare[at:]
            if self._standing.get(one, 0) > 0 and self._standing.get(two, 0) > 0 and len(bare) > 5:
                return [one, two]
        return ()


@lru_cache(maxsize=2)  # most changes bring no new word
def _neighbours(words: AbstractSet[str]) -> Mapping[str, Sequence[str]]:
    """What each word is with a letter left out."""
    near: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= LEAST:
            for short in {word, *_shorter(word)}:
                near.setdefault(short, []).append(word)
    return near


def _shorter(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_near(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) == 1:
        return True
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


@cache
def _ours() -> AbstractSet[str]:
    return frozenset(_own_words())


def _own_words() -> Iterator[str]:
    """Bare words of the product's own questions."""
    framing()
    told = [*choices.frames()["aspects"].values(), *choices.frames()["following"].values()]
    told += [*choices.intents()["intents"].values(), *choices.intents()["fill"].values()]
    told += choices.frames()["around"].values()
    for templates in told:
        for template in templates:
            for piece in fold(template.replace("|", " ").replace("(", " ").replace(")", " ")).split():
                if piece.isalpha():
                    yield piece
    yield from map(fold, choices.frames()["soft"]["words"])
