"""Checks are called in the database as in the code: revisions, and errors of the database, name the right one."""

from sqlalchemy import CheckConstraint, text

from kit.db import Base
from tests.meetings.hall import Hall

CHECKS = "SELECT conrelid::regclass::text, conname::text FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"


async def test_checks_are_called_as_in_the_code(hall: Hall) -> None:
    mine = [one.class_.__table__ for one in Base.registry.mappers if one.class_.__module__.startswith("meetings.")]
    wanted = {(table.name, one.name) for table in mine for one in table.constraints if isinstance(one, CheckConstraint)}
    async with hall.app.state.database.session() as session:
        found = {tuple(row) for row in await session.execute(text(CHECKS))}
    names = {table.name for table in mine}
    assert {one for one in found if one[0] in names} == wanted
    assert ("meeting", "ck_meeting_state") in wanted
