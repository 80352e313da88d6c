"""Why, in the sentence's own words: what spoke for the answer, the line that leads it, and signs put into words."""

from collections.abc import Mapping, Sequence

from kit.ml import Reason
from meetings.proposal.structure import bare_of
from meetings.proposal.words import seen

MOST = 3
LEAST_SHARE = 0.05
LOOKED_AT, SHORTEST = 24, 3
EDGES = ".,;:()\"'"


def reasons(shares: Mapping[str, float], sentence: str, lead: str) -> list[Reason]:
    """`shares`: of tokens, those that speak against too."""
    whole = sum(share for share in shares.values() if share > 0) or 1.0
    written = sentence.split()
    bare = [bare_of(word.strip(EDGES)) for word in written]
    found: dict[str, float] = {}
    for token, share in sorted(shares.items(), key=lambda one: -one[1])[:LOOKED_AT]:
        words = lead if token.startswith("^") else _written(_told(token, sentence), written, bare)
        if share > 0 and words:
            held = next((other for other in found if words in other or other in words), words)
            found[held] = found.get(held, 0.0) + share / whole
    most = sorted(found.items(), key=lambda one: -one[1])[:MOST]
    return [Reason(words, round(min(1.0, share), 3)) for words, share in most if share >= LEAST_SHARE]


def _told(token: str, sentence: str) -> list[str]:
    """Folded words: those of a pair, one that is long enough to say something, or those that make a sign."""
    if token.startswith("@"):
        return [word.strip(EDGES) for word in seen(token[1:], sentence).split()]
    told = token.lstrip("~").split("_")
    return [] if len(token) < SHORTEST or told[0][:1].isdigit() else [bare_of(word) for word in told]


def _written(told: Sequence[str], words: Sequence[str], bare: Sequence[str]) -> str:
    """As they were typed."""
    for at in range(len(words) - len(told) + 1 if told else 0):
        if bare[at : at + len(told)] == told:
            return " ".join(words[at : at + len(told)]).strip(EDGES).lower()
    return ""
