"""A sheet is taken over whole or not at all; taken over twice it changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.queries import alone
from governance.organisation.reach import reaches
from governance.organisation.service import fit_delegations
from governance.organisation.tables import KINDS
from governance.person.errors import UsernameTaken
from governance.roster.columns import COLUMNS, PersonRow, UnitRow, What
from governance.roster.schemas import Report
from governance.roster.staff import plan_people
from governance.roster.units import plan_units
from governance.roster.world import World, load
from kit.auth import Caller
from kit.editing import unless_taken
from kit.sheet import Line, RowsWrong, Sheet, Upload, checked, read_sheet, wrong_at
from kit.text import fold
from kit.web.translations import LANGUAGES, Translations

SCHEMAS: dict[str, type[UnitRow | PersonRow]] = {"units": UnitRow, "people": PersonRow}


async def take_over(
    session: AsyncSession, caller: Caller, what: What, upload: Upload, translations: Translations, *, dry_run: bool
) -> Report:
    """RowsWrong with every problem, and nothing done, unless all is right."""
    sheet = await read_sheet(upload, COLUMNS[what], translations)
    _spell_kinds(sheet, translations)
    rows: list[tuple[Line, Any]]
    rows, wrong = await asyncio.to_thread(checked, sheet, SCHEMAS[what])
    for _, row in rows:
        row.agency = row.agency or caller.agency or ""
    await alone(session, sorted({row.agency for _, row in rows if reaches(caller, row.agency)}))
    names = {row.username for _, row in rows if getattr(row, "username", None)}
    world = await load(session, {row.agency for _, row in rows}, names)
    world.wrong += wrong
    kept = [(line, row) for line, row in rows if _is_kept(world, caller, line, row)]
    async with session.begin_nested() as attempt:
        with session.no_autoflush:
            # thousands of rows are compared beside the loop, which others wait for; nothing in it asks the database
            report = await asyncio.to_thread(_planned, session, caller, world, kept, dry_run=dry_run)
        if world.wrong:
            raise RowsWrong(world.wrong)
        async with unless_taken(session, UsernameTaken()):  # by somebody who was quicker, in another agency
            await session.flush()
        for position in world.touched:
            await fit_delegations(session, position)
        if dry_run:
            await attempt.rollback()
    return report


def _planned(
    session: AsyncSession, caller: Caller, world: World, rows: Sequence[tuple[Line, Any]], *, dry_run: bool
) -> Report:
    if rows and isinstance(rows[0][1], UnitRow):
        units, changed = plan_units(world, rows)
        new = {world.lines[id(unit)].number for unit in units}
        session.add_all(units)
    else:
        staffing = plan_people(world, caller, rows)
        new, changed = {world.lines[id(one)].number for one in staffing.positions}, staffing.changed
        session.add_all(staffing.people.values())
        session.add_all(staffing.positions)
        changed = changed - new
    rest = len(rows) - len(new) - len(changed)
    return Report(rows=len(rows), created=len(new), changed=len(changed), unchanged=rest, dry_run=dry_run)


def _is_kept(world: World, caller: Caller, line: Line, row: Any) -> bool:
    """Another agency's rows are not one's own to bring."""
    if not reaches(caller, row.agency):
        world.wrong.append(wrong_at(line, "agency", "roster.wrong.beyond", agency=row.agency))
        return False
    if not any(_was(agency, row.valid_from) for agency in world.agencies.get(row.agency, ())):
        world.wrong.append(wrong_at(line, "agency", "roster.wrong.agency", agency=row.agency))
        return False
    return True


def _was(agency: Any, day: date) -> bool:
    return bool(agency.valid_from <= day and (agency.valid_to is None or day < agency.valid_to))


def _spell_kinds(sheet: Sheet, translations: Translations) -> None:
    """A kind may be written in either language as on the pages, or by its code."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        reader = translations.translator(language)
        known |= {fold(reader.t(f"person.kind_{kind}")): kind for kind in KINDS}
    for line in sheet.lines:
        if isinstance(kind := line.cells.get("kind"), str):
            line.cells["kind"] = known.get(fold(kind), kind)
