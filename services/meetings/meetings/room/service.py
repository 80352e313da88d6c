from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.editing import edit, unless_taken
from kit.errors import Invalid
from kit.text import fold, sort_key
from meetings.room.errors import RoomNameTaken
from meetings.room.queries import get_room
from meetings.room.schemas import RoomCreate, RoomUpdate
from meetings.room.tables import Room


async def add(session: AsyncSession, caller: Caller, data: RoomCreate) -> Room:
    """For the caller's agency."""
    if not caller.agency:
        raise Invalid(errors=[{"field": "name", "message": "venue.wrong.agency"}])
    room = Room(agency=caller.agency, **data.model_dump(), **_searchable(data))
    async with unless_taken(session, _taken()):
        session.add(room)
    return room


async def change(session: AsyncSession, caller: Caller, room_id: UUID, data: RoomUpdate) -> Room:
    room = await get_room(session, caller, room_id)
    async with unless_taken(session, _taken()):
        edit(room, data)
        for name, text in _searchable(data).items():
            setattr(room, name, text)
    return room


def _taken() -> RoomNameTaken:
    return RoomNameTaken(errors=[{"field": "name", "message": "venue.wrong.taken"}])


def _searchable(data: RoomCreate) -> dict[str, str]:
    return {"folded": fold(f"{data.name} {data.place}"), "sort_key": sort_key(data.name)}
