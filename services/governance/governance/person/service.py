from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import FOREVER
from governance.organisation.errors import BeyondAgency, PersonNotFound
from governance.organisation.queries import alone, get_person
from governance.organisation.reach import reaches, require
from governance.organisation.tables import Person, Position
from governance.person.errors import PersonElsewhereToo, UsernameTaken
from governance.person.position import give
from governance.person.schemas import PersonCreate, PersonUpdate, PositionCreate
from kit.auth import Caller
from kit.editing import edit, unless_taken
from kit.text import fold, sort_key

FACTS = {"name", "username", "email", "language"}


async def create(session: AsyncSession, caller: Caller, data: PersonCreate) -> Person:
    """The same `id` again gives the person made before, so that a form sent twice makes one."""
    require(caller, [data.agency], BeyondAgency())
    await alone(session, [data.agency])
    made = await session.get(Person, data.id) if data.id else None
    if made is not None:
        return await get_own_person(session, caller, made.id)
    person = Person(**data.model_dump(include=FACTS), name_folded=fold(data.name), sort_key=sort_key(data.name))
    if data.id:
        person.id = data.id
    async with unless_taken(session, UsernameTaken()):
        session.add(person)
    await give(session, person, PositionCreate.model_validate(data.model_dump()))
    return await get_person(session, person.id)


async def get_own_person(session: AsyncSession, caller: Caller, person_id: UUID) -> Person:
    """For changing who it is. Who works elsewhere too is changed by those who keep both.

    The sign-in name decides whose rights somebody has, so one agency must not change it for another.
    """
    person = await get_person(session, person_id)
    agencies = agencies_of(person)
    if agencies and not any(reaches(caller, agency) for agency in agencies):
        raise PersonNotFound
    require(caller, agencies or [""], PersonElsewhereToo())
    return person


async def change(session: AsyncSession, caller: Caller, person_id: UUID, data: PersonUpdate) -> Person:
    person = await get_own_person(session, caller, person_id)
    changed = edit(person, data)
    if changed:
        person.name_folded, person.sort_key = fold(person.name), sort_key(person.name)
    if "username" in changed:  # whoever signs in with the new name is the person from now on
        person.account_id = None
    async with unless_taken(session, UsernameTaken()):
        await session.flush()
    return person


async def unlink(session: AsyncSession, caller: Caller, person_id: UUID) -> Person:
    """The next account that signs in with the username is the person's."""
    person = await get_own_person(session, caller, person_id)
    person.account_id = None
    await session.flush()
    return person


def agencies_of(person: Person) -> set[str]:
    """Where positions are not ended; after the last, where that was."""
    going = {position.agency for position in person.positions if position.valid_to is None}
    return going or {position.agency for position in _last(person)}


def _last(person: Person) -> list[Position]:
    end = max((position.valid_to or FOREVER for position in person.positions), default=FOREVER)
    return [position for position in person.positions if position.valid_to == end]
