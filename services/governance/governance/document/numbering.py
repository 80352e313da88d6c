"""Numbers of a register without gap or duplicate: given in the statement that writes the document.

The counter's row is locked from that statement to the commit, so it is the last thing a registration does; one that
fails takes its number back with it.
"""

from sqlalchemy import CTE
from sqlalchemy.dialects.postgresql import insert

from governance.document.tables import DocumentRegister

PLACES = 10_000_000


def next_number(agency: str, year: int) -> CTE:
    """`last`: the number to give; the first of a year is 1."""
    first = insert(DocumentRegister).values(agency=agency, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[DocumentRegister.agency, DocumentRegister.year], set_={"last": DocumentRegister.last + 1}
    )
    return counted.returning(DocumentRegister.last).cte("given")
