"""Rooms of the caller's agency, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from kit.auth import Caller, requires
from kit.db import Session
from kit.page import Page
from meetings.room import queries, service
from meetings.room.schemas import RoomCreate, RoomFilter, RoomRead, RoomUpdate

router = APIRouter(prefix="/meetings/api/v1/rooms", tags=["room"])
Reader = Annotated[Caller, requires("meetings:read")]
Writer = Annotated[Caller, requires("meetings:write")]


@router.get("")
async def list_rooms(wanted: Annotated[RoomFilter, Query()], session: Session, caller: Reader) -> Page[RoomRead]:
    return Page[RoomRead].model_validate(await queries.list_rooms(session, caller, wanted))


@router.post("", status_code=201)
async def add(data: RoomCreate, session: Session, caller: Writer) -> RoomRead:
    return RoomRead.model_validate(await service.add(session, caller, data))


@router.get("/{room_id}")
async def read(room_id: UUID, session: Session, caller: Reader) -> RoomRead:
    return RoomRead.model_validate(await queries.get_room(session, caller, room_id))


@router.put("/{room_id}")
async def change(room_id: UUID, data: RoomUpdate, session: Session, caller: Writer) -> RoomRead:
    return RoomRead.model_validate(await service.change(session, caller, room_id, data))
