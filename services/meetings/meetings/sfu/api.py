from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter, Request, WebSocket

from kit.auth import other_proof
from kit.db import Session
from kit.errors import Problem
from meetings.live.proof import must_be_ours
from meetings.sfu import service
from meetings.sfu.admission import admitted
from meetings.sfu.errors import WebhookUnproved
from meetings.sfu.line import passed_on
from meetings.sfu.webhook import event_of

router = APIRouter(prefix="/meetings", tags=["sfu"], include_in_schema=False)
PROOF = [other_proof("LiveKit's signature over the hash of the body")]
IN_MEETING = [other_proof("the place in the meeting at this moment, of who signed in or came by a guest's link")]
RTC = "/{meeting_id:uuid}/sfu/rtc"


@router.post("/sfu/webhook", status_code=204, dependencies=PROOF)
async def hear(request: Request, session: Session) -> None:
    if request.app.state.sfu is None:
        raise WebhookUnproved
    event = event_of(request.app.state.settings, await request.body(), request.headers.get("authorization", ""))
    if await service.is_new(session, event, request.app.state.clock()):
        await request.app.state.hub.send(await service.take_in(session, request.app.state.sfu, event))


@router.websocket(RTC)
@router.websocket(RTC + "/v1")
async def join(websocket: WebSocket, meeting_id: UUID) -> None:
    """Asked a second time when the line is there: who was put out between was not yet there to be put out."""
    with suppress(Problem):
        must_be_ours(websocket)
        async with await websocket.app.state.sfu_lines.join(websocket, await admitted(websocket, meeting_id)) as far:
            await admitted(websocket, meeting_id)
            await websocket.accept()
            await passed_on(websocket, far)
            return
    await websocket.close()  # before it was accepted: answers 403


@router.get(RTC + "/validate", status_code=204, dependencies=IN_MEETING)
@router.get(RTC + "/v1/validate", status_code=204, dependencies=IN_MEETING)
async def tell_why(request: Request, meeting_id: UUID) -> None:
    """What livekit-client asks when a line was refused."""
    await admitted(request, meeting_id)
