"""What citizens said of answers, as the assistant tells it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.consumer import Consumer, Received, project
from kit.contracts.assistant_citizen import ConversationRated, PetitionRated
from monitoring.satisfaction.tables import CitizenRating

consumer = Consumer("monitoring")


@consumer.on(ConversationRated)
async def rate_answers(session: AsyncSession, events: list[Received[ConversationRated]]) -> None:
    rows = [_row(one.event, answer_id=one.event.message_id, source=one.event.by) for one in events]
    await project(session, CitizenRating, rows)


@consumer.on(PetitionRated)
async def rate_petitions(session: AsyncSession, events: list[Received[PetitionRated]]) -> None:
    rows = [_row(one.event, answer_id=one.event.petition_id, source="petition") for one in events]
    await project(session, CitizenRating, rows)


def _row(event: ConversationRated | PetitionRated, **more: Any) -> dict[str, Any]:
    said = event.rated_at
    facts = {"rating": event.rating, "rated_at": said, "month": local_day(said).replace(day=1)}
    return {**more, **facts, "version": round(said.timestamp() * 1_000_000)}
