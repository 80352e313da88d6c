"""Why, in the document's own words: what spoke for an answer is laid over the syllables it comes from, and the phrases
where most of it lies are shown as they were typed."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from governance.triage.cohesion import whole
from governance.triage.words import Syllable, pair, read, whole_of
from kit.ml import Reason

MOST = 3
LONGEST = 4
"""Syllables."""
LEAST_SHARE = 0.06
EDGE = 0.2
"""Of a phrase's strongest syllable; what is weaker does not begin or end it."""
FUNCTION = frozenset(
    """
    va ve viec cua cac nhung cho trong tai theo voi doi la duoc den tu de o khi neu hoac boi bi do nay mot so nam thang
    ngay tren duoi ngoai truoc sau phai co khong thuoc cung cap ket qua thuc hien cong tac
    """.split()  # noqa: SIM905 - a list of forty strings is not read by anybody
)
"""Words without diacritics that say nothing alone and neither begin nor end a phrase."""


def reasons(shares: Mapping[str, float], sources: Sequence[str], sender: str, prefix: str = "") -> list[Reason]:
    """`shares`: of tokens, those that speak against too; `sources` are read in this order."""
    all_of_it = sum(share for share in shares.values() if share > 0) or 1.0
    found: dict[str, Reason] = {}
    words, named = [one for source in sources for one in read(source)], read(sender)
    phrases = list(_phrases(words, _laid(words, shares, prefix, "")))
    if named:
        laid = _laid(named, shares, prefix, "s=")
        share = sum(laid) + shares.get(prefix + whole_of([one.bare for one in named]), 0.0)
        phrases.append((share, " ".join(_written(named))))
    for share, told in sorted(phrases, reverse=True):
        if share / all_of_it < LEAST_SHARE or len(found) == MOST:
            break
        lonely = bool(found) and " " not in told and not told.isupper()
        if not lonely and not any(_within(told, other) for other in found):
            found[told] = Reason(told, round(min(1.0, share / all_of_it), 3))
    return list(found.values())


def _laid(words: Sequence[Syllable], shares: Mapping[str, float], prefix: str, kind: str) -> list[float]:
    """What each syllable carries; a pair gives half to either, and what stands twice shares what it carries."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(words):
        for token in (f"s={one.bare}",) if kind else one.forms:
            places.setdefault(prefix + token, []).append(place)
    for place, (one, other) in enumerate(pairwise(words)):
        if kind or not other.first:
            for token in (f"s={one.bare}_{other.bare}",) if kind else pair(one, other):
                places.setdefault(prefix + token, []).extend((place, place + 1))
    carried = [0.0] * len(words)
    for token, where in places.items():
        for place in where:
            carried[place] += shares.get(token, 0.0) / len(where)
    return carried


def _phrases(words: Sequence[Syllable], carried: Sequence[float]) -> Iterable[tuple[float, str]]:
    """Neighbours that all speak for it, cut to the strongest few."""
    start = 0
    for place in range(1, len(words) + 1):
        broken = place == len(words) or words[place].first or (carried[place] > 0) != (carried[place - 1] > 0)
        if broken:
            first, last = _cut(words, carried, start, place) if carried[start] > 0 else (0, 0)
            if first < last:
                begin, end = whole(words, first, last)
                yield sum(carried[first:last]), " ".join(_written(words[begin:end]))
            start = place


def _cut(words: Sequence[Syllable], carried: Sequence[float], first: int, last: int) -> tuple[int, int]:
    size = min(LONGEST, last - first)
    first = max(range(first, last - size + 1), key=lambda at: sum(carried[at : at + size]))
    last = first + size
    least = EDGE * max(carried[first:last])
    while last > first and (carried[last - 1] < least or words[last - 1].bare in FUNCTION):
        last -= 1
    while first < last and (carried[first] < least or words[first].bare in FUNCTION):
        first += 1
    return first, last


def _written(words: Sequence[Syllable]) -> Iterable[str]:
    """As typed, but for capitals; an abbreviation once and as it is."""
    last = -1
    for one in words:
        if one.piece != last:
            yield one.written if one.short else one.written.lower()
        last = one.piece


def _within(told: str, other: str) -> bool:
    one, two = f" {told.lower()} ", f" {other.lower()} "
    return one in two or two in one
