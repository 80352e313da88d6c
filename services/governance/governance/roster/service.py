"""A sheet is taken over whole or not at all; taken over twice it changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.queries import alone
from governance.organisation.reach import PROVINCE, reaches
from governance.organisation.service import fit_delegations
from governance.organisation.tables import KINDS
from governance.person.errors import UsernameTaken
from governance.roster.columns import COLUMNS, PersonRow, UnitRow
from governance.roster.staff import plan_people
from governance.roster.tables import RosterImport
from governance.roster.units import plan_units
from governance.roster.world import World, load
from governance.roster.writing import Row, take_changed, write
from kit.auth import Caller
from kit.editing import unless_taken
from kit.intake import Intake, Progress
from kit.sheet import Checked, Line, RowsWrong, Sheet, checked, wrong_at
from kit.text import fold
from kit.web.translations import LANGUAGES, Translations

SCHEMAS: dict[str, type[UnitRow | PersonRow]] = {"units": UnitRow, "people": PersonRow}
CHECKING = 0.5
"""How much of the progress it is; writing is the rest."""


async def _take(
    session: AsyncSession, app: FastAPI, one: RosterImport, sheet: Sheet, progress: Progress
) -> dict[str, int]:
    """RowsWrong with every problem, and nothing done, unless all is right."""
    scopes = frozenset({PROVINCE} if one.everywhere else ())
    caller = Caller(one.subject, "official", agency=one.agency, scopes=scopes)
    _spell_kinds(sheet, app.state.translations)
    checking = Checked[Any]([], list(sheet.wrong))
    await progress.through(sheet.lines, lambda lines: _check(lines, SCHEMAS[one.what], checking), share=CHECKING)
    for _, row in checking.rows:
        row.agency = row.agency or one.agency or ""
    world = await _world(session, caller, checking)
    kept = [(line, row) for line, row in checking.rows if _is_kept(world, caller, line, row)]
    async with session.begin_nested() as attempt:
        done = await _write(session, caller, world, kept, progress)
        if one.dry_run:
            await attempt.rollback()
    return done


def _check(lines: Sequence[Line], schema: type[UnitRow | PersonRow], into: Checked[Any]) -> None:
    rows, wrong = checked(Sheet([*lines], []), schema)
    into.rows.extend(rows)
    into.wrong.extend(wrong)


async def _world(session: AsyncSession, caller: Caller, checking: Checked[Any]) -> World:
    agencies = {row.agency for _, row in checking.rows}
    await alone(session, sorted(agency for agency in agencies if reaches(caller, agency)))
    names = {row.username for _, row in checking.rows if getattr(row, "username", None)}
    world = await load(session, agencies, names)
    world.wrong += checking.wrong
    return world


async def _write(
    session: AsyncSession, caller: Caller, world: World, rows: Sequence[tuple[Line, Any]], progress: Progress
) -> dict[str, int]:
    with session.no_autoflush:
        # thousands of rows are compared beside the loop, which others wait for; nothing in it asks the database
        new, done = await asyncio.to_thread(_planned, world, caller, rows)
    if world.wrong:
        raise RowsWrong(world.wrong)
    changed = take_changed(session)
    count = len(new) + len(changed)

    async def written(so_far: int) -> None:
        await progress.reached(int(len(rows) * (CHECKING + (1 - CHECKING) * so_far / count)))

    async with unless_taken(session, UsernameTaken()):  # by somebody who was quicker, in another agency
        await write(session, new, changed, written)
    await fit_delegations(session, world.touched)
    return done


def _planned(world: World, caller: Caller, rows: Sequence[tuple[Line, Any]]) -> tuple[Sequence[Row], dict[str, int]]:
    """The rows to add, those they name first; those that change are changed in the session."""
    added: Sequence[Row]
    if rows and isinstance(rows[0][1], UnitRow):
        units, changed = plan_units(world, rows)
        added, new = units, {world.lines[id(unit)].number for unit in units}
    else:
        staffing = plan_people(world, caller, rows)
        added = [*staffing.people.values(), *staffing.positions]
        new, changed = {world.lines[id(one)].number for one in staffing.positions}, staffing.changed
        changed = changed - new
    rest = len(rows) - len(new) - len(changed)
    return added, {"created": len(new), "changed": len(changed), "unchanged": rest}


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


INTAKE = Intake(RosterImport, lambda one: COLUMNS[one.what], _take)
