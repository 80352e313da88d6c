"""An article as a page shows it: line by line, each with the name by which a link leads to it."""

from dataclasses import dataclass

from assistant_staff.library.clause import clause_of
from assistant_staff.retrieval.syllable import lines


@dataclass(frozen=True, slots=True)
class Shown:
    anchor: str
    text: str
    is_point: bool


def shown(text: str) -> list[Shown]:
    told, used = lines(text), set[str]()
    found = []
    for place, line in enumerate(told):
        where = clause_of(told, place)
        anchor = anchor_of(where.clause, where.point)
        found.append(Shown("" if anchor in used else anchor, line, bool(where.point)))
        used.add(anchor)
    return found


def anchor_of(clause: str, point: str) -> str:
    """`k2` for clause 2, `k2-b` for its point b; nothing for the article itself."""
    parts = [f"k{clause}" if clause else "", point]
    return "-".join(filter(None, parts))


def path_of(law_id: object, number: str, clause: str = "", point: str = "") -> str:
    anchor = anchor_of(clause, point)
    return f"/assistant-staff/laws/{law_id}/articles/{number}" + (f"#{anchor}" if anchor else "")
