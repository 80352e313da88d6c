"""From shares of models and the fit of procedures to what was meant. Pure: nothing is looked up here."""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant_citizen.understanding.asking import ASPECT, INTENT
from assistant_citizen.understanding.features import NAMES
from assistant_citizen.understanding.library import Candidates, Library
from assistant_citizen.understanding.ranking import KEPT, RANKING, full, shares, untrained
from assistant_citizen.understanding.reading import Reading
from assistant_citizen.understanding.schemas import Context, Understood
from assistant_citizen.understanding.slots import slots_of
from kit.ml.serving import Active

MOST_TOLD = 5
IN_SCOPE = 0.4
"""Below it is told that this assistant is not for it."""
FIT, FIT_MIDDLE, WORDS, MOST_ODDS = 9.0, 0.42, 0.9, 4.0
"""How much the fit of the best procedure and the words of a question count in its being in scope."""
NEW_FIT, FEW = 0.45, 2
"""What is said after a procedure is of another one where it names one so well; so few words of content name none."""
KEPT_SHARE = 0.95
LIKE = 0.8
"""A special case of a procedure says nearly as much of the question."""
_FIT = [NAMES.index(name) for name in ("said", "said_anywhere", "meant", "said_pairs")]
_SPECIAL, _SAID = NAMES.index("special"), NAMES.index("said")
_SHARES = np.array([0.45, 0.2, 0.2, 0.15])
BUT = ("procedure", "out_of_scope")
OUT = "out_of_scope"


class Versions(Protocol):
    """Models in use: `kit.ml.serving.Serving`."""

    def active(self, name: str) -> Active | None: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with what was found for it."""

    text: str
    reading: Reading
    found: Candidates
    ranked: Mapping[str, float]
    fit: float


def look(library: Library, serving: Versions, text: str) -> Seen:
    reading = library.read(text)
    found = library.candidates(reading)
    if not found.keys:
        return Seen(text, reading, found, {}, 0.0)
    active = serving.active(RANKING)
    ranking: LogisticRegression = active.fitted if active else _untrained
    told = found.rows @ full(ranking)
    best = np.argsort(-told)[:KEPT]
    ranked = shares([found.keys[at] for at in best], told[best])
    return Seen(text, reading, found, ranked, float(found.rows[best[0]][_FIT] @ _SHARES))


def decide(seen: Seen, serving: Versions, context: Context, now: datetime) -> Understood:
    intents = _shares(serving, INTENT, seen.text, now)
    aspect = (
        max(aspects, key=lambda one: aspects[one]) if (aspects := _shares(serving, ASPECT, seen.text, now)) else None
    )
    slots = slots_of(seen.text)
    in_scope = _in_scope(seen, intents)
    if context.procedure_id and _goes_on(seen, intents, aspect):
        return Understood("procedure", aspect, [(context.procedure_id, KEPT_SHARE)], slots, KEPT_SHARE, in_scope)
    intent, sure = _intent(intents, in_scope, slots)
    if intent != "procedure":
        return Understood(intent, None, (), slots, sure, in_scope)
    if context.procedure_id and (aspect == "overview" or _and_that(seen)):
        aspect = context.aspect or aspect
    told = [(UUID(key), share * in_scope) for key, share in seen.ranked.items() if seen.reading.content][:MOST_TOLD]
    return Understood("procedure", aspect, told, slots, told[0][1] if told else 0.0, in_scope, _special(seen))


def _special(seen: Seen) -> AbstractSet[UUID]:
    """Special cases of the first one that nobody spoke of: what is asked says no more of them than of it."""
    keys = list(seen.ranked)[:MOST_TOLD]
    rows = [seen.found.rows[seen.found.keys.index(key)] for key in keys]
    return frozenset(
        UUID(key)
        for key, row in zip(keys[1:], rows[1:], strict=False)
        if row[_SPECIAL] > rows[0][_SPECIAL] and LIKE * rows[0][_SAID] <= row[_SAID] <= rows[0][_SAID]
    )


def _goes_on(seen: Seen, intents: Mapping[str, float], aspect: str | None) -> bool:
    """It says what is asked, and nothing of another procedure."""
    other = max(intents, key=lambda one: intents[one], default="procedure") not in BUT
    content = len(seen.reading.content)
    if other:
        return False
    return content == 0 or (content <= FEW and seen.fit < NEW_FIT and aspect != "overview")


def _and_that(seen: Seen) -> bool:
    """ "còn kết hôn thì sao": the same is asked of another."""
    row = [word.bare for word in seen.reading.words]
    return row[-2:] == ["thi", "sao"] and "con" in row[:2]


def _intent(intents: Mapping[str, float], in_scope: float, slots: Mapping[str, str]) -> tuple[str, float]:
    """A procedure or nothing of ours is told by the fit too; what else is wanted, by words alone."""
    if not intents:
        return ("procedure", in_scope) if in_scope >= IN_SCOPE else (OUT, 1 - in_scope)
    best = max(intents, key=lambda one: intents[one])
    either = sum(intents.get(one, 0.0) for one in BUT)
    if best not in BUT and intents[best] > either:
        return best, intents[best]
    if "dossier" in slots and intents.get("dossier", 0.0) > 0.2:
        return "dossier", intents["dossier"]
    return ("procedure", in_scope) if in_scope >= IN_SCOPE else (OUT, 1 - in_scope)


def _in_scope(seen: Seen, intents: Mapping[str, float]) -> float:
    """By how well any procedure fits, and by words; a question without content is judged by its words alone."""
    outside = intents.get(OUT, 0.5)
    odds = math.log((1 - outside + 1e-6) / (outside + 1e-6))
    odds = max(-MOST_ODDS, min(MOST_ODDS, odds)) * WORDS
    fit = FIT * (seen.fit - FIT_MIDDLE) if seen.reading.content else 0.0
    return 1 / (1 + math.exp(-(fit + odds)))


def _shares(serving: Versions, name: str, text: str, now: datetime) -> Mapping[str, float]:
    """Nothing while the model was not trained."""
    active = serving.active(name)
    return active.answers([{"text": text}], now)[0].probabilities if active else {}


_untrained = untrained()
