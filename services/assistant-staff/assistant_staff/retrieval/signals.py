"""What speaks for a passage: how much of the question stands in it, together, under the right title.

All of it is told in shares of what the rarer syllables of the question weigh, so that it means the same in a collection
of a hundred passages as in one of a hundred thousand, of laws as of minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant_staff.retrieval.cover import Cover, Found, Lines, Places, Reals
from assistant_staff.retrieval.question import Question
from assistant_staff.retrieval.syllable import Numbers, Syllables, bared, pair

SIGNALS = (
    "words",  # BM25, of the most it could be
    "syllables",  # of the question anywhere in the passage
    "pairs",
    "line_syllables",  # of the question in the best line with the title
    "line_pairs",
    "run",  # the longest run of syllables that stands in both
    "title",  # of the question in the title
    "title_asked",  # of the title in the question
    "document_named",  # of the document's name in the question
    "document_share",  # of all that speaks for the found passages, what is in this document
    "line_alike",  # how little else the best line says
)
LEAST = 1e-9
SHARP = 0.08
"""A passage whose BM25 is lower by this part of the best speaks 1/e as loud for its document."""


class Asked:
    """A question in the numbers of an index: what of it weighs how much."""

    def __init__(self, question: Question, syllables: Syllables, rarity: Mapping[str, float], most: float) -> None:
        """`most`: how rare is what stands nowhere."""
        names = question.syllables if question.written else tuple(question.bare)
        terms = list(dict.fromkeys(names))
        place = {term: at for at, term in enumerate(terms)}
        self.written = question.written
        self.lookup = np.full(len(syllables), -1, np.int64)
        for term, at in place.items():
            if (number := syllables.numbers.get(term)) is not None:
                self.lookup[number] = at
        self.weights = np.array([rarity.get(bared(term)) or most for term in terms])
        pairs = list(dict.fromkeys(pairwise(place[name] for name in names)))
        # One more row and column than there are terms: -1, which is no term of the question, is no pair either.
        self.table = np.full((len(terms) + 1, len(terms) + 1), -1, np.int64)
        for at, (one, two) in enumerate(pairs):
            self.table[one, two] = at
        told = [rarity.get(pair(bared(terms[one]), bared(terms[two]))) or most for one, two in pairs]
        self.pair_weights = np.array(told, float)
        self.weight, self.pair_weight = float(self.weights.sum()), float(self.pair_weights.sum())

    def places(self, tokens: Numbers, bare: Numbers) -> Places:
        return self.lookup[tokens if self.written else bare[tokens]]


@dataclass(frozen=True)
class Signals:
    table: Reals
    """A row for each passage, a column for each of SIGNALS."""
    best_lines: Places
    """The line of each that holds most of the question; 0 is the first after the title, -1 the title."""


def signals(asked: Asked, found: Found) -> Signals:
    places, lines = asked.places(found.tokens, found.bare), Lines.of(found)
    pairs = np.append(asked.table[places[:-1], places[1:]], -1)
    alone = Cover.of(lines, places, asked.weights)
    together = Cover.of(lines, pairs, asked.pair_weights)
    weight, pair_weight = max(asked.weight, LEAST), max(asked.pair_weight, LEAST)
    best = _best(alone.with_title / weight + together.with_title / pair_weight, lines)
    columns = {
        "words": found.scores / (weight + pair_weight),
        "syllables": alone.whole / weight,
        "pairs": together.whole / pair_weight,
        "line_syllables": alone.with_title[best] / weight,
        "line_pairs": together.with_title[best] / pair_weight,
        "run": _runs(asked, places, pairs, found) / weight,
        "title": (alone.title + together.title) / (weight + pair_weight),
        "title_asked": _title_asked(places, lines, found),
        "document_named": np.array([_named(asked, name, found.bare) for name in found.names])[found.documents],
        "document_share": _document_share(found),
        "line_alike": _line_alike(alone.line, weight, lines, found),
    }
    return Signals(np.column_stack([columns[name] for name in SIGNALS]), best - lines.titles - 1)


def _title_asked(places: Places, lines: Lines, found: Found) -> Reals:
    rare = found.rarity[found.tokens]
    said = np.bincount(lines.of_token, rare, minlength=lines.count)
    asked = np.bincount(lines.of_token, rare * (places >= 0), minlength=lines.count)
    return asked[lines.titles] / np.maximum(said[lines.titles], LEAST)


def _line_alike(covered: Reals, weight: float, lines: Lines, found: Found) -> Reals:
    """Dice's measure by weight, of the best line that is no title."""
    said = np.bincount(lines.of_token, found.rarity[found.tokens], minlength=lines.count)
    alike = 2 * covered / (weight + said)
    alike[lines.titles] = 0
    return np.maximum.reduceat(alike, lines.titles)


def _best(per_line: Reals, lines: Lines) -> Places:
    """The first of each passage's best lines; its title only where nothing stands below it."""
    order = np.lexsort((np.arange(lines.count), lines.titles[lines.owners] == np.arange(lines.count), -per_line))
    first = np.unique(lines.owners[order], return_index=True)[1]
    return order[first]


def _runs(asked: Asked, places: Places, pairs: Places, found: Found) -> Reals:
    follows = pairs[:-1] >= 0
    sums = np.cumsum(np.where(follows, asked.weights[places[1:]], 0))
    run = np.append(0, sums - np.maximum.accumulate(np.where(follows, 0, sums)))
    return np.maximum.reduceat(run, np.searchsorted(found.owners, np.arange(found.count)))


def _named(asked: Asked, name: Numbers, bare: Numbers) -> float:
    places = asked.places(name, bare)[:-1]
    if len(places) < 2:
        return 0.0
    return float((asked.table[places[:-1], places[1:]] >= 0).mean())


def _document_share(found: Found) -> Reals:
    top = max(float(found.scores.max()), LEAST)
    loud = np.exp((found.scores - top) / (SHARP * top))
    shares: Reals = np.bincount(found.documents, loud) / loud.sum()
    return shares[found.documents]
