"""Thousands of rows at once: a statement for some hundreds, not one for each."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import bindparam, column, func, insert, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.tables import Person, Position, Unit
from kit.errors import StaleEdit

AT_ONCE = 1000
Row = Unit | Person | Position
R = TypeVar("R", Unit, Person, Position)
CHANGED: dict[type[Row], tuple[str, ...]] = {
    Unit: ("name", "name_folded", "sort_key", "valid_to", "parent_id"),
    Person: ("name", "name_folded", "sort_key", "username", "email"),
    Position: ("title", "valid_to"),
}
"""What a sheet may change of a row that is there."""
Written = Callable[[int], Awaitable[None]]


def take_changed(session: AsyncSession) -> list[Row]:
    """What was changed of rows that are there, out of the session, which would write them one by one."""
    changed = [one for one in session.dirty if isinstance(one, Row) and session.is_modified(one)]
    for one in changed:
        session.expunge(one)
    return changed


async def write(session: AsyncSession, new: Sequence[Row], changed: Sequence[Row], written: Written) -> None:
    """`new` in the order in which they name each other; StaleEdit where somebody else was faster."""
    done = 0
    for step in [*_steps(new), *_steps(changed)]:
        if done < len(new):
            await session.execute(insert(type(step[0])), [_columns(one) for one in step])
        else:
            await _update(session, step)
        done += len(step)
        await written(done)


def _steps(rows: Sequence[Row]) -> Iterable[list[Row]]:
    """Of one table each."""
    for kind in (Unit, Person, Position):
        same = iter([one for one in rows if isinstance(one, kind)])
        while step := list(islice(same, AT_ONCE)):
            yield [*step]


def _columns(row: Row) -> dict[str, Any]:
    """Those that are set; the rest is the table's to say."""
    return {name: getattr(row, name) for name in row.__table__.columns.keys() if name in row.__dict__}  # noqa: SIM118


async def _update(session: AsyncSession, rows: Sequence[Row]) -> None:
    table = type(rows[0])
    names = ("id", "version", *CHANGED[table])
    kinds = {name: table.__table__.columns[name].type for name in names}
    arrays = [bindparam(None, [getattr(row, name) for row in rows], ARRAY(kinds[name])) for name in names]
    given = (
        func.unnest(*arrays).table_valued(*[column(name, kinds[name]) for name in names], name="given").render_derived()
    )
    told: dict[str, Any] = {name: given.c[name] for name in CHANGED[table]}
    same = table.id == given.c.id, table.version == given.c.version
    statement = update(table).where(*same).values(**told, version=table.version + 1).returning(table.id)
    found = await session.scalars(statement, execution_options={"synchronize_session": False})
    if len(found.all()) != len(rows):
        raise StaleEdit
