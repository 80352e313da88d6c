"""Who is to do it: the meeting's people and the province's agencies, as notes name them: "đ/c Bình", "Giám đốc
Sở Y tế", "Sở KH&CN", "John". Two who fit are both named and none is chosen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kit.text import fold

_HELPING = re.compile(
    r"\b(?:phoi hop|phoi hop (?:voi|cung)|cung(?: voi)?|together with|with|bao cao|trinh|gui|to|for)\s*$"
)
_TITLES = r"(?:(?:d/c|dong chi|ong|ba|anh|chi|em|co|chu|bac|thay|mr|mrs|ms|dr|ths|ts)\.?|[ac]\.) "
_WORD = re.compile(r"[^\W_]+(?:[&/-][^\W_]+)*")
_SHORTER = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("thanh pho", "tp"), ("van phong", "vp"))
_SELF = re.compile(r"\b(?:i|i'll|i'd|i'm|toi|em xin|toi xin|let me)\b")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the meeting (`id` is the participant's) or an agency (its code)."""

    kind: Literal["person", "agency"]
    id: str
    name: str
    title: str = ""
    charge: str = ""
    """As the form of an action item takes who leads it; empty for who cannot: a guest."""


@dataclass(frozen=True, slots=True)
class Who:
    """`sure` False: several fit. `lead`: the first that is charged; the others help."""

    kind: Literal["person", "agency", "speaker"]
    id: str
    name: str
    words: str
    start: int
    end: int
    sure: bool = True
    lead: bool = False
    charge: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    known: tuple[Known, ...]


class Directory:
    """Names once prepared for all sentences of some notes."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_name: dict[tuple[str, ...], list[Known]] = {}
        self._by_given: dict[str, list[Known]] = {}
        for one in known:
            for alias in set(_aliases(one)):
                self._by_name.setdefault(alias, []).append(one)
            if one.kind == "person":
                for given in _given(one.name):
                    self._by_given.setdefault(given, []).append(one)
        self._longest = max(map(len, self._by_name), default=0)

    def find(self, text: str, speaker: str = "") -> list[Who]:
        """In the order they stand; the lead marked."""
        simple = "".join(map(_letter, text))
        words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(simple)]
        places = list(self._places(text, simple, words))
        found = [who for place in places for who in _named(place, text)]
        if not found and _SELF.search(simple):
            found = self._speaker(speaker, text, simple)
        return _led(found, simple)

    def _places(self, text: str, simple: str, words: Sequence[tuple[str, int, int]]) -> Iterator[_Place]:
        at = 0
        while at < len(words):
            size, known = self._whole(words, at)
            if not known:
                size, known = 1, self._first_name(text, simple, words[at])
            if known:
                yield _Place(words[at][1], words[at + size - 1][2], known)
            at += size if known else 1

    def _whole(self, words: Sequence[tuple[str, int, int]], at: int) -> tuple[int, tuple[Known, ...]]:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            named = tuple(word for word, _, _ in words[at : at + size])
            if known := self._by_name.get(named):
                return size, tuple(known)
        return 0, ()

    def _first_name(self, text: str, simple: str, word: tuple[str, int, int]) -> tuple[Known, ...]:
        """Vietnamese given names are words too, so they count after a title, or with a capital within the sentence."""
        told, start, _ = word
        known = self._by_given.get(told, ())
        if not known or not text[start].isupper():
            return ()
        titled = re.search(_TITLES + "$", simple[:start])
        within = start > 0 and not re.search(r"[.:!?]\s*$", simple[:start])
        ascii_name = all(one.name.isascii() for one in known)
        follows = re.match(
            r"\s*(?:se|va|chiu|phu|chu tri|gui|lam|will|to\b|'ll|is|can|,|:)", simple[start + len(told) :]
        )
        alone = not re.search(r"[A-ZĐÀ-Ỵ]\w*\s$", text[:start]) and not re.match(
            r"\s[A-ZĐ]\w", text[start + len(told) :]
        )
        return tuple(known) if titled or ((within or ascii_name or follows) and alone) else ()

    def _speaker(self, speaker: str, text: str, simple: str) -> list[Who]:
        """ "I will send it": whoever spoke, if the notes say who that is."""
        match = _SELF.search(simple)
        start, end = match.span() if match else (0, 0)
        named = _words(speaker)
        known = self._by_name.get(named) or self._by_given.get(named[-1] if named else "") or ()
        fitting = [one for one in known if one.kind == "person"]
        if fitting:
            return [
                Who("person", one.id, one.name, text[start:end], start, end, len(fitting) == 1, charge=one.charge)
                for one in fitting
            ]
        return [Who("speaker", "", speaker, text[start:end], start, end, sure=False)]


def _named(place: _Place, text: str) -> Iterator[Who]:
    words = text[place.start : place.end]
    for one in place.known:
        sure = len(place.known) == 1
        yield Who(one.kind, one.id, one.name, words, place.start, place.end, sure, charge=one.charge)


def _led(found: Sequence[Who], simple: str) -> list[Who]:
    """Who stands after "phối hợp với", "gửi", "to" helps or receives."""
    charged = next((one for one in found if not _helping(simple[: one.start])), found[0] if found else None)
    if charged is None:
        return []
    return [replace(one, lead=one.start == charged.start) for one in found]


def _helping(before: str) -> bool:
    return bool(_HELPING.search(re.sub(_TITLES + "$", "", before[-40:])))


def _aliases(one: Known) -> Iterator[tuple[str, ...]]:
    """Folded words of the name and of its short forms; an official is also named by office ("Giám đốc Sở Y tế")."""
    yield _words(one.name)
    if one.kind == "person":
        title = one.title.split(",")
        if len(_words(one.title)) >= 3:
            yield _words(" ".join(title))
        return
    words = _words(one.name)
    yield from _short(words)
    told = " ".join(words)
    for long, short in _SHORTER:
        if long in told:
            told = told.replace(long, short)
            yield tuple(told.split())
    if words[:4] == ("uy", "ban", "nhan", "dan") and words[4:5] and words[4] in ("xa", "phuong", "dac"):
        yield words[4:]


def _short(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Sở KH&CN, Sở KHCN: what follows the kind of agency by its first letters; STC, SKH&CN: a department whole."""
    if words[0] == "so" and len(words) > 2:
        letters = "".join("&" if word == "va" else word[0] for word in words)
        yield (letters,)
        yield (letters.replace("&", ""),)
    if len(words) < 4 or words[0] not in ("so", "ban", "bo", "cuc", "chi", "trung", "van"):
        return
    letters = "".join("&" if word == "va" else word[0] for word in words[1:])
    yield (words[0], letters)
    yield (words[0], letters.replace("&", ""))


def _given(name: str) -> set[str]:
    """A Vietnamese's stands last, an English one's first."""
    words = _words(name)
    return {words[-1], words[0]} if name.isascii() and len(words) == 2 else set(words[-1:])


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall("".join(map(_letter, text))))


@cache
def _letter(char: str) -> str:
    if char.isspace():
        return " "
    bare = fold(char)
    return bare if len(bare) == 1 else char
