"""In how many procedures words and terms stand."""

from collections import Counter
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from typing import Self

from assistant_citizen.understanding.features import Profile


class Standing:
    """Terms of names, bare words of everything, and words of names as written."""

    def __init__(self) -> None:
        self.terms, self.words, self.written = Counter[str](), Counter[str](), Counter[str]()

    def changed(self, went: Collection[Profile], come: Collection[Profile]) -> Self:
        """Another one: who reads this one goes on."""
        other = type(self)()
        other.terms = _changed(self.terms, [one.terms for one in went], [one.terms for one in come])
        other.words = _changed(self.words, [one.everything for one in went], [one.everything for one in come])
        other.written = _changed(self.written, [one.written for one in went], [one.written for one in come])
        return other


def _changed(counts: Counter[str], went: Iterable[AbstractSet[str]], come: Iterable[AbstractSet[str]]) -> Counter[str]:
    told = counts.copy()
    for terms in come:
        told.update(terms)
    for terms in went:
        told.subtract(terms)
        for term in terms:
            if not told[term]:
                del told[term]
    return told
