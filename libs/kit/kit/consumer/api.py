"""Dead letters of a service, for its operators."""

from functools import cache
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from kit.auth import Caller, requires
from kit.consumer import dead_letters
from kit.consumer.registry import Consumer
from kit.consumer.schemas import DeadLetterDetail, DeadLetterFilter, DeadLetterRead
from kit.consumer.tables import DeadLetter
from kit.db import Session
from kit.page import Page

Reader = Annotated[Caller, requires("events:read")]
Writer = Annotated[Caller, requires("events:write")]


@cache
def dead_letter_router(service: str) -> APIRouter:
    router = APIRouter(prefix=f"/{service}/api/v1/dead-letters", tags=["dead-letter"])
    router.get("", response_model=Page[DeadLetterRead])(list_)
    router.get("/{letter_id}", response_model=DeadLetterDetail)(show)
    router.post("/{letter_id}/replay", response_model=DeadLetterRead)(replay)
    router.post("/{letter_id}/discard", response_model=DeadLetterRead)(discard)
    return router


async def list_(session: Session, _: Reader, wanted: Annotated[DeadLetterFilter, Query()]) -> Page[DeadLetter]:
    return await dead_letters.list_dead_letters(session, wanted)


async def show(letter_id: UUID, session: Session, _: Reader) -> DeadLetter:
    return await dead_letters.get_dead_letter(session, letter_id)


async def replay(letter_id: UUID, request: Request, session: Session, caller: Writer) -> DeadLetter:
    consumer: Consumer = request.app.state.consumer
    return await dead_letters.replay(session, caller, consumer, letter_id)


async def discard(letter_id: UUID, session: Session, caller: Writer) -> DeadLetter:
    return await dead_letters.discard(session, caller, letter_id)
