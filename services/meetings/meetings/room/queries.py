from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.page import Column, Page, paged
from kit.text import fold
from meetings.room.errors import RoomNotFound
from meetings.room.schemas import RoomFilter
from meetings.room.tables import Room

KEYS: dict[str, Column] = {"name": Room.sort_key, "seats": Room.seats}
MOST_OFFERED = 500


async def get_room(session: AsyncSession, caller: Caller, room_id: UUID) -> Room:
    room: Room | None = await session.scalar(_own(caller).where(Room.id == room_id))
    if room is None:
        raise RoomNotFound
    return room


async def list_rooms(session: AsyncSession, caller: Caller, wanted: RoomFilter) -> Page[Room]:
    """Of the caller's agency."""
    query = _own(caller)
    if wanted.state:
        query = query.where(Room.closed.is_(wanted.state == "closed"))
    for word in fold(wanted.q).split()[:10]:
        query = query.where(Room.folded.contains(word, autoescape=True))
    return await paged(session, query, wanted, KEYS, Room.id)


async def rooms_to_choose(session: AsyncSession, agency: str, chosen: UUID | None = None) -> Sequence[Room]:
    """Those open, and the one that is chosen already."""
    query = select(Room).where(Room.agency == agency, Room.closed.is_(False) | (Room.id == chosen))
    return (await session.scalars(query.order_by(Room.sort_key, Room.id).limit(MOST_OFFERED))).all()


async def room_name(session: AsyncSession, room_id: UUID | None) -> str:
    room = await session.get(Room, room_id) if room_id else None
    return ", ".join(filter(None, (room.name, room.place))) if room else ""


def _own(caller: Caller) -> Select[Room]:
    return select(Room).where(Room.agency == (caller.agency or ""))
