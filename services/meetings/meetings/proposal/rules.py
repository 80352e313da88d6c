"""The simple rule that the model has to beat: words that give a task or a decision away, as a secretary would search
for them. Learned from the examples is only how often each of its answers is right."""

import re
from collections import Counter
from collections.abc import Sequence

from kit.ml import Baseline, Example, Features, Probabilities
from kit.text import fold

_DECISION = re.compile(
    r"\b(?:thong nhat|nhat tri|dong y|thong qua|chap thuan|quyet dinh|phe duyet|ket luan|chot"
    r"|decided|decision|agreed|approved|resolved|we'll go with|let's go with)\b"
)
_ACTION = re.compile(
    r"\b(?:giao|yeu cau|de nghi|phan cong|chu tri|chiu trach nhiem|co trach nhiem|hoan thanh truoc"
    r"|cham nhat|se|phai|han"
    r"|will|shall|to ?do|action|please|must|should|by (?:monday|tuesday|wednesday|thursday"
    r"|friday)|need to|needs to|i'll)\b"
)
LABELS = ("action", "decision", "other")


def by_keywords(text: str) -> str:
    plain = fold(text)
    if _ACTION.search(plain):
        return "action"
    return "decision" if _DECISION.search(plain) else "other"


class KeywordRules(Baseline):
    def __init__(self, train: Sequence[Example]) -> None:
        told: dict[str, Counter[str]] = {label: Counter(dict.fromkeys(LABELS, 1)) for label in LABELS}
        for one in train:
            told[by_keywords(str(one.features["sentence"]))][one.label] += 1
        self._shares = {said: {label: n / count.total() for label, n in count.items()} for said, count in told.items()}

    def probabilities(self, features: Features) -> Probabilities:
        """The keyword's label first, as sure as it is right among the examples."""
        said = by_keywords(str(features["sentence"]))
        shares = self._shares[said]
        most = max(shares.values())
        if shares[said] < most:
            return {label: share if label != said else most + 0.01 for label, share in shares.items()}
        return shares
