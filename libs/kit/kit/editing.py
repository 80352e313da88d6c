"""Editing a row that others may edit too: what changed is known, and a stale edit is refused with it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Versioned
from kit.errors import Problem, StaleEdit


def expect(row: Versioned, version: int, wanted: dict[str, Any] | None = None) -> None:
    """StaleEdit unless the row is still the one its editor saw; it tells where the row differs from `wanted`."""
    if row.version != version:
        differs = {name: getattr(row, name) for name, value in (wanted or {}).items() if getattr(row, name) != value}
        raise StaleEdit(changed=to_jsonable_python(differs), version=row.version)


def edit(row: Versioned, data: BaseModel, *, leave: Iterable[str] = ()) -> list[str]:
    """Write the fields of `data`, which carries the `version` its editor saw; the names of those that changed."""
    wanted = data.model_dump(exclude={"version", *leave})
    expect(row, data.version, wanted)  # type: ignore[attr-defined]
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


@asynccontextmanager
async def unless_taken(session: AsyncSession, problem: Problem) -> AsyncIterator[None]:
    """What is added inside is written at the end; `problem` when a constraint of the database refuses it.

    The rest of the transaction stays usable.
    """
    try:
        async with session.begin_nested():
            yield
    except IntegrityError as error:
        raise problem from error
