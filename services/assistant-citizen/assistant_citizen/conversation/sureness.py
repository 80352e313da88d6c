"""Whether what was understood is sure enough to be answered, or has to be asked about.

A special case that nobody spoke of ("khai sinh lại" where "khai sinh" was said) is no reason to ask: the plain one is
answered, and the special one is offered beside it.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from assistant_citizen.understanding.service import Understood

SURE, GAP, MAYBE = 0.6, 0.15, 0.2
"""Of calibrated shares: an answer is given from `SURE`, `GAP` before the next; below `MAYBE` not even asked about."""
PLAIN, OFFERED = 0.35, 0.05
"""Of the plain one at least, where its special cases count for it; special cases are offered from the other one on."""
MOST_CHOICES = 3


class Meant(NamedTuple):
    """`answered`: the first of `procedures` is sure; `beside`: special cases of it to offer."""

    procedures: Sequence[UUID]
    sure: float
    answered: bool
    beside: Sequence[UUID] = ()


def meant(understood: Understood) -> Meant:
    told = [(one, share) for one, share in understood.procedures if share >= MAYBE][:MOST_CHOICES]
    if not told:
        return Meant((), 0.0, answered=False)
    sure = told[0][1]
    special = {one: share for one, share in understood.procedures if one in understood.special}
    next_best = max((share for one, share in understood.procedures[1:] if one not in special), default=0.0)
    whole = sure + sum(special.values())
    answered = sure >= PLAIN and whole >= SURE and whole - next_best >= GAP
    beside = [one for one, share in special.items() if share >= OFFERED][: MOST_CHOICES - 1]
    return Meant([one for one, _ in told], sure, answered, beside)
