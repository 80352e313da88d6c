from fastapi import APIRouter, Request

from kit.auth import other_proof
from kit.db import Session
from meetings.sfu import service
from meetings.sfu.errors import WebhookUnproved
from meetings.sfu.webhook import event_of

router = APIRouter(prefix="/meetings/sfu", tags=["sfu"], include_in_schema=False)
PROOF = [other_proof("LiveKit's signature over the hash of the body")]


@router.post("/webhook", status_code=204, dependencies=PROOF)
async def hear(request: Request, session: Session) -> None:
    if request.app.state.sfu is None:
        raise WebhookUnproved
    event = event_of(request.app.state.settings, await request.body(), request.headers.get("authorization", ""))
    if await service.is_new(session, event, request.app.state.clock()):
        await request.app.state.hub.send(await service.take_in(session, request.app.state.sfu, event))
