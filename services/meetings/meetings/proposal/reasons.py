"""Why, in the sentence's own words: what spoke for the answer, the line that leads it, and signs put into words."""

from collections.abc import Mapping

from kit.ml import Reason
from kit.text import fold

MOST = 3
LEAST_SHARE = 0.05


def reasons(shares: Mapping[str, float], sentence: str, lead: str) -> list[Reason]:
    """`shares`: of tokens, those that speak against too."""
    whole = sum(share for share in shares.values() if share > 0) or 1.0
    found: dict[str, float] = {}
    for token, share in sorted(shares.items(), key=lambda one: -one[1]):
        if share <= 0:
            break
        words = lead if token.startswith("^") else _written(token, sentence)
        if words and not any(words in other or other in words for other in found):
            found[words] = share / whole
        elif words:
            held = next(other for other in found if words in other or other in words)
            found[held] += share / whole
    most = sorted(found.items(), key=lambda one: -one[1])[:MOST]
    return [Reason(words, round(min(1.0, share), 3)) for words, share in most if share >= LEAST_SHARE]


def _written(token: str, sentence: str) -> str:
    """As typed: a pair, or a word long enough to say something; signs and numbers are none."""
    if token.startswith("@"):
        return ""
    told = token.lstrip("~").replace("_", " ")
    if len(told) < 3 or told[0].isdigit():
        return ""
    words = [word.strip(".,;:()\"'") for word in sentence.split()]
    size = len(told.split())
    for at in range(len(words) - size + 1):
        written = " ".join(words[at : at + size])
        if fold(written) == fold(told):
            return written.lower()
    return ""
