"""What was asked before, and what was understood."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Context:
    """Of the turn before."""

    procedure_id: UUID | None = None
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """`procedures`: the likeliest first, with calibrated shares that add up to 1 at most. `aspect` None: none was asked
    for. `confidence`: of the intent, and for a procedure that the first one is meant."""

    intent: str
    aspect: str | None = None
    procedures: Sequence[tuple[UUID, float]] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    in_scope: float = 0.0
    """How likely it is anything that this assistant is for."""
    special: AbstractSet[UUID] = frozenset()
    """Of `procedures` those that are the first one in a case that nobody spoke of: again, abroad, of a child."""
