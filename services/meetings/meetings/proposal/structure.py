"""Who does what in a sentence, coarsely: what it opens with, what its first verbs do, and for English who will or
should do what. Words are classed by data/lexicon.toml: what was learned of one holds for others of its class."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kit.text import fold

_LEXICON: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "lexicon.toml").read_text(encoding="utf-8"))
Classes = dict[tuple[str, ...], str]
_LONGEST = 4
_SEEN = 14
"""Words at the head of a sentence that are looked through for verbs."""
_WORD = re.compile(r"đ/c|d/c|[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[,:;?]", re.IGNORECASE)
_SYLLABLE = re.compile(r"(?:ngh?|[bcdghklmnpqrstvx]|ch|gh|gi|kh|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?$")
_ENGLISH = frozenset("i we you it is of and that for by was with not be this they will to a the in on at as".split())  # noqa: SIM905
_VIETNAMESE = frozenset("co la cac cua va cho khong duoc trong den mot nhung tinh xa so ban bao".split())  # noqa: SIM905
_TOPIC = re.compile(r"^(?:ve|doi voi|rieng|lien quan den|truoc mat|ngoai ra|dong thoi|tren co so|sau khi|voi)\b")
_AUX = frozenset(
    "da dang chua se phai can khong duoc bi nen co the cung van sap vua tung xin hay".split()  # noqa: SIM905
)
_PRONOUN = {
    "i": "i", "you": "you", "we": "we", "he": "he", "she": "he", "they": "they", "it": "it", "that": "it", "this": "it",
    "there": "it", "everyone": "all", "everybody": "all", "each": "all", "someone": "all", "somebody": "all",
    "who": "who", "people": "they", "all": "all",
}  # fmt: skip
_MODAL = {
    "will": "will", "shall": "will", "gonna": "going", "should": "should", "must": "must", "can": "can", "may": "may",
    "could": "could", "would": "would", "might": "may", "cannot": "can", "won't": "will", "can't": "can",
    "shouldn't": "should", "wouldn't": "would", "couldn't": "could",
}  # fmt: skip
_PASSED_OVER = frozenset(
    "uh um just also then probably maybe not never please kindly jointly each all both now still really".split()  # noqa: SIM905
) | frozenset("actually i mean you know kind of sort only always".split())  # noqa: SIM905
_TO = {
    "needs": "must", "need": "must", "has": "must", "have": "must", "is": "isto", "are": "isto", "going": "going",
    "asked": "asked", "agreed": "agreed", "decided": "agreed", "want": "want", "wants": "want", "like": "want",
    "instructed": "asked", "requested": "asked", "offered": "agreed", "undertook": "agreed", "volunteered": "agreed",
    "supposed": "past", "wanted": "past", "had": "past", "was": "past", "were": "past", "used": "past",
}  # fmt: skip

_MANNERS = {
    "denied": re.compile(r"\b(?:not|never|no|nobody)\b|n't\b"),
    "asked": re.compile(r"\b(?:did|have we|should|shall|whether|if|do)\b"),
    "over": re.compile(r"\bhad\b"),
    "passive": re.compile(r"\b(?:was|were|is|are|been|be)\b"),
    "perfect": re.compile(r"\b(?:have|has|ve)\b|'ve\b"),
}


def _classes(language: str, kind: str, *, folded: bool = False) -> Classes:
    return {
        tuple(_WORD.findall(fold(word) if folded else word)): name
        for name, words in reversed(_LEXICON[language][kind].items())
        for word in words
    }


_VI_VERBS, _VI_VERBS_BARE = _classes("vi", "verb"), _classes("vi", "verb", folded=True)
_VI_HEADS, _VI_HEADS_BARE = _classes("vi", "subject"), _classes("vi", "subject", folded=True)
_VI_BEGINS = frozenset(words[0] for words in (*_VI_VERBS, *_VI_VERBS_BARE))
_EN_VERBS = {name: frozenset(words) for name, words in _LEXICON["en"]["verb"].items()}


@lru_cache(maxsize=20_000)
def bare_of(word: str) -> str:
    return fold(word)


def is_english(bare: Sequence[str]) -> bool:
    """By the shape of its words, once folded: few English ones could be a Vietnamese syllable."""
    words = [word for word in bare if word[0].isalpha()]
    strange = sum(not _SYLLABLE.match(word) or len(word) > 6 for word in words)
    told = sum(word in _ENGLISH for word in words) - 2 * sum(word in _VIETNAMESE for word in words)
    return 2 * strange + told > len(words) * 0.7


def signs(text: str) -> Iterator[str]:
    """Without the mark that tells signs from words."""
    written = _WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    bare = [bare_of(word) for word in written]
    if not bare:
        return
    if written == bare and is_english(bare):
        yield "english"
        yield from _english(_parted(bare))
    else:
        yield from _vietnamese(written if written != bare else bare, bare, marked=written != bare)


def _vietnamese(words: Sequence[str], bare: Sequence[str], *, marked: bool) -> Iterator[str]:
    heads, verbs = (_VI_HEADS, _VI_VERBS) if marked else (_VI_HEADS_BARE, _VI_VERBS_BARE)
    start = _after_topic(bare)
    if start:
        yield "topic"
    found = list(_verbs(words[start : start + _SEEN], verbs))
    head = _head(words[start:], heads) or (found[0][1] if found and not found[0][0] else _opening(bare[start]))
    yield f"head_{head}"
    kinds = [kind for _, kind in found if kind != "state"] or [kind for _, kind in found][:1]
    first = kinds[0] if kinds else "none"
    yield f"first_{first}"
    yield f"head_{head}_{first}"
    yield f"verbs_{'_'.join(kinds[:2])}"
    yield f"head_{head}_verbs_{'_'.join(kinds[:3])}"
    for at, kind in found[:4]:
        before = bare[start + at - 1] if at else ""
        if before in _AUX:
            yield f"aux_{before}_{kind}"
            yield f"head_{head}_aux_{before}_{kind}"
    if ":" in words[:8]:
        yield f"colon_{head}_{first}"


def _after_topic(bare: Sequence[str]) -> int:
    """Where it goes on after "Về vốn:", "Trước mắt," and the like."""
    if not _TOPIC.match(" ".join(bare[:4])):
        return 0
    return next((at + 1 for at, word in enumerate(bare[:24]) if word in ",:" and at + 1 < len(bare)), 0)


def _opening(word: str) -> str:
    if word.isdigit():
        return "number"
    return word if word in _AUX or word in ("neu", "theo", "tai", "trong", "tu", "khi", "viec", "thoi") else "other"


def _head(words: Sequence[str], heads: Classes) -> str:
    for size in range(min(_LONGEST, len(words)), 0, -1):
        if name := heads.get(tuple(words[:size])):
            return name
    return ""


def _verbs(words: Sequence[str], verbs: Classes) -> Iterator[tuple[int, str]]:
    at, begins = 0, _VI_BEGINS
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1) if words[at] in begins else ():
            if kind := verbs.get(tuple(words[at : at + size])):
                yield at, kind
                at += size
                break
        else:
            at += 1


def _parted(words: Sequence[str]) -> list[str]:
    """ "you'll" as "you", "will"; a word said twice once."""
    parted: list[str] = []
    for word in words:
        for one in word.replace("'ll", " will").replace("'re", " are").replace("'m", " am").split():
            if not parted or parted[-1] != one:
                parted.append(one)
    return parted


def _english(words: Sequence[str]) -> Iterator[str]:
    yield f"opens_{_verb_of(words[0]) if words else ''}"
    for at, word in enumerate(words[:40]):
        if word in _EN_VERBS["adopt"]:
            yield f"adopt_{_subject(words[:at])}_{_manner(words[max(0, at - 4) : at])}"
        modal = _MODAL.get(word) or (_TO.get(words[at - 1], "to" if at < 7 else "") if word == "to" and at else "")
        if not modal:
            continue
        verb = next((one for one in words[at + 1 : at + 5] if one not in _PASSED_OVER), "")
        asked = verb in _PRONOUN
        if asked:
            verb = next((one for one in words[at + 2 : at + 6] if one not in _PASSED_OVER | _PRONOUN.keys()), "")
        subject = _PRONOUN.get(words[at + 1], "") if asked else _subject(words[:at])
        modal = f"ask_{modal}" if asked else modal
        yield f"{modal}_{_verb_of(verb)}"
        yield f"{subject}_{modal}"
        yield f"{subject}_{modal}_{_verb_of(verb)}"
        yield f"{subject}_{modal}_to_{verb}"


def _manner(before: Sequence[str]) -> str:
    """Whether what follows is over, denied or done to something."""
    told = " ".join(before)
    for name, words in _MANNERS.items():
        if words.search(told):
            return name
    return "plain"


def _subject(before: Sequence[str]) -> str:
    """The nearest pronoun, or that it is a name or a thing."""
    for word in reversed(before[-4:]):
        if word in _PRONOUN:
            return _PRONOUN[word]
    return "noun" if before else "none"


def _verb_of(word: str) -> str:
    kinds = [kind for kind, words in _EN_VERBS.items() if word in words]
    return "+".join(kinds) or ("past" if word.endswith("ed") else "other")
