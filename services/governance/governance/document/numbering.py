"""Numbers of a register without gap or duplicate: given in the statement that writes the document.

The counter's row is locked from that statement to the commit, so it is the last thing a registration does; one that
fails takes its number back with it. The statement is made once: building it anew costs more than all the rest.
"""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy import insert as insert_into
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.tables import Document, DocumentRegister

PLACES = 10_000_000


def _writing() -> Any:
    """Names of a document's columns are parameters; so are `of_agency` and `of_year`, whose number it gets."""
    first = insert(DocumentRegister).values(agency=bindparam("of_agency"), year=bindparam("of_year"), last=1)
    counted = first.on_conflict_do_update(
        index_elements=[DocumentRegister.agency, DocumentRegister.year], set_={"last": DocumentRegister.last + 1}
    )
    number = select(counted.returning(DocumentRegister.last).cte("given").c.last).scalar_subquery()
    place = bindparam("of_year", type_=Document.year.type) * PLACES + number
    table = Document.__table__
    return insert_into(table).values(number=number, place=place).returning(table.c.number)  # type: ignore[arg-type]


WRITE = _writing()


async def write(session: AsyncSession, agency: str, year: int, values: dict[str, Any]) -> int:
    """The number of the document that these `values` are; the first of a year is 1."""
    own = {"agency": agency, "year": year, "of_agency": agency, "of_year": year}
    number: int = await session.scalar(WRITE, {**values, **own})
    return number
