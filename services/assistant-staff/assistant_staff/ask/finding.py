"""Which passages answer, of those the reader may open. What the reader may not open is asked of its owner first, and
then is as if it were not there: not in the order, not in how sure the others are, not in any count."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from assistant_staff.owner.client import Reader
from assistant_staff.owner.schemas import Kind
from assistant_staff.passage.shelf import Shelf
from assistant_staff.retrieval.searching import Hit

CANDIDATES, ROUNDS, ENOUGH, TOP = 50, 3, 10, 8


@dataclass
class _Known:
    """What the owners have told of sources so far."""

    permitted: set[UUID] = field(default_factory=set)
    refused: set[UUID] = field(default_factory=set)


async def find(shelf: Shelf, owners: Reader, question: str) -> list[Hit]:
    await shelf.fetch()
    laws = await shelf.laws(question, TOP)
    work = await shelf.work(question, TOP, await permitted(shelf, owners, question))
    return sorted([*laws, *work], key=lambda hit: -hit.probability)[:TOP]


async def permitted(shelf: Shelf, owners: Reader, question: str) -> set[str]:
    """Passages of work, from the best down, in rounds until there are enough or no more."""
    known, found = _Known(), set[str]()
    for _ in range(ROUNDS):
        among = shelf.without(known.refused)
        hits = [hit.passage_id for hit in await shelf.work(question, CANDIDATES, among)]
        before = len(known.refused)
        await _ask(shelf, owners, hits, known)
        found = {key for key in hits if shelf.sources[key][1] in known.permitted}
        if len(found) >= ENOUGH or len(known.refused) == before:
            break
    return found


async def _ask(shelf: Shelf, owners: Reader, hits: list[str], known: _Known) -> None:
    asked: dict[Kind, set[UUID]] = defaultdict(set)
    for key in hits:
        kind, source = shelf.sources[key]
        if source not in known.permitted:
            asked[kind].add(source)  # type: ignore[index]
    for kind, ids in asked.items():
        allowed = await owners.readable(kind, ids)
        known.permitted |= allowed
        known.refused |= ids - allowed


async def still_readable(owners: Reader, sources: dict[Kind, set[UUID]]) -> set[UUID]:
    """Of what an earlier answer quoted, what may be opened now."""
    allowed = set[UUID]()
    for kind, ids in sources.items():
        allowed |= await owners.readable(kind, ids)
    return allowed
