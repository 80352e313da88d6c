"""The state of a dossier, for programs: code and digits go in the body, so that no log of addresses holds them."""

from fastapi import APIRouter, Request, Response

from assistant_citizen.dossier import service
from assistant_citizen.dossier.charging import Charged
from assistant_citizen.dossier.schemas import StateAsk, StateRead
from assistant_citizen.dossier.telling import read_of, tell
from kit.auth import public
from kit.clock import Now
from kit.db import Session
from kit.web import translator

router = APIRouter(prefix="/assistant-citizen/api/v1/dossiers", tags=["dossier"], dependencies=[public()])


@router.post("/state")
async def show_state(
    request: Request, response: Response, data: StateAsk, who: Charged, session: Session, now: Now
) -> StateRead:
    response.headers["Cache-Control"] = "no-store"
    given = await service.ask(request.app.state.dossiers, data, who, now)
    t = translator(request)
    return read_of(await tell(session, given, t, now), t)
