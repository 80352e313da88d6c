"""The baseline of all three models: what this sender's documents mostly were, else what documents mostly are."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kit.ml import Baseline, Example, Features, Probabilities
from kit.text import fold


class MostFrequentOfSender(Baseline):
    """`within`: a feature that parts the examples first (`agency`), where labels of one mean nothing to another."""

    def __init__(self, train: Sequence[Example], within: str = "") -> None:
        self._within = within
        self._of_sender: Mapping[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._of_all: Mapping[str, Counter[str]] = defaultdict(Counter)
        for example in train:
            place = str(example.features.get(within, ""))
            self._of_all[place][example.label] += 1
            self._of_sender[place, fold(str(example.features["sender"]))][example.label] += 1

    def probabilities(self, features: Features) -> Probabilities:
        """Shares among the sender's documents, with one of all documents' beside them lest anything be impossible."""
        place = str(features.get(self._within, ""))
        everybody = self._of_all.get(place) or sum(self._of_all.values(), Counter())
        own = self._of_sender.get((place, fold(str(features["sender"]))), Counter())
        count, whole = everybody.total(), own.total() + 1
        return {label: (own[label] + everybody[label] / count) / whole for label in everybody}
