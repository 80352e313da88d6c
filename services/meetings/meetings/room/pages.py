from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator
from meetings.room import queries, service
from meetings.room.api import Reader, Writer
from meetings.room.schemas import RoomCreate, RoomFilter, RoomRead, RoomUpdate
from meetings.room.tables import Room

router = APIRouter(prefix="/meetings", tags=["room-page"], include_in_schema=False)
HOME = "/meetings/rooms"
COLUMNS = ("name", "place", "seats", "state")


@router.get("/rooms")
async def show_list(
    request: Request, wanted: Annotated[RoomFilter, Query()], session: Session, caller: Reader
) -> Response:
    page = await queries.list_rooms(session, caller, wanted)
    return render(request, "venue/list.html", block="rows", page=page)


@router.get("/rooms.csv")
async def export(request: Request, wanted: Annotated[RoomFilter, Query()], caller: Reader) -> Response:
    t = translator(request).t
    found = every(request.app.state.database, lambda session, page: queries.list_rooms(session, caller, page), wanted)
    states = {True: t("venue.state_closed"), False: t("venue.state_open")}
    rows = ((one.name, one.place, one.seats, states[one.closed]) async for one in found)
    return await csv_list("phong-hop.csv", [t(f"venue.{name}") for name in COLUMNS], rows)


@router.get("/rooms/new")
async def show_new(request: Request, _caller: Writer) -> Response:
    return _form(request, blank(request))


@router.post("/rooms")
async def add(request: Request, session: Session, caller: Writer) -> Response:
    form = await submitted(request, RoomCreate)
    if await form.attempt(session, lambda data: service.add(session, caller, data)):
        return redirect(request, HOME, "venue.saved")
    return _form(request, form)


@router.get("/rooms/{room_id:uuid}/edit")
async def show_edit(request: Request, room_id: UUID, session: Session, caller: Writer) -> Response:
    room = await queries.get_room(session, caller, room_id)
    return _form(request, blank(request, RoomRead.model_validate(room)), room)


@router.post("/rooms/{room_id:uuid}")
async def change(request: Request, room_id: UUID, session: Session, caller: Writer) -> Response:
    room = await queries.get_room(session, caller, room_id)
    form = await submitted(request, RoomUpdate)
    if await form.attempt(session, lambda data: service.change(session, caller, room_id, data)):
        return redirect(request, HOME, "venue.saved")
    return _form(request, form, room)


def _form(request: Request, form: Submission[Any], room: Room | None = None) -> Response:
    return render(request, "venue/form.html", status=form.status, form_data=form, room=room)
