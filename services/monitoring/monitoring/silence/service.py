"""Silences begin and end by the clock; at both ends what they cover is judged again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.editing import edit, expect
from kit.errors import Invalid
from kit.jobs import every
from monitoring.change.service import note
from monitoring.indicator.tables import Indicator
from monitoring.rule.queries import find_rule
from monitoring.rule.reach import own
from monitoring.silence.errors import SilenceOver
from monitoring.silence.queries import get_own_silence
from monitoring.silence.schemas import SilenceCreate, SilenceUpdate
from monitoring.silence.tables import Silence


async def create(session: AsyncSession, caller: Caller, data: SilenceCreate, now: datetime) -> Silence:
    silence = await draft(session, caller, data, now)
    session.add(silence)
    await session.flush()
    await _judge_again(session)
    return silence


async def draft(session: AsyncSession, caller: Caller, data: SilenceCreate, now: datetime) -> Silence:
    """As it would be; not kept."""
    await _refuse_unknown(session, caller, data, now)
    facts = data.model_dump(exclude={"version"})
    return Silence(**facts, agency=own(caller), created_at=now, created_by=caller.name or caller.username)


async def change(
    session: AsyncSession, caller: Caller, silence_id: UUID, data: SilenceUpdate, now: datetime
) -> Silence:
    silence = await get_own_silence(session, caller, silence_id)
    if silence.ends_at <= now:
        raise SilenceOver
    await _refuse_unknown(session, caller, data, now)
    if edit(silence, data):
        await session.flush()
        await _judge_again(session)
    return silence


async def end(session: AsyncSession, caller: Caller, silence_id: UUID, version: int, now: datetime) -> Silence:
    """Now, instead of later; one that has not begun never was."""
    silence = await get_own_silence(session, caller, silence_id)
    expect(silence, version)
    if silence.ends_at <= now:
        raise SilenceOver
    silence.starts_at = min(silence.starts_at, now - timedelta(seconds=1))
    silence.ends_at, silence.settled = now, True
    await session.flush()
    await _judge_again(session)
    return silence


@every(timedelta(seconds=2), name="silence-ends", when=select(Silence.id).where(Silence.settled.is_(False)))
async def settle(session: AsyncSession, app: FastAPI) -> None:
    """What still fires at the end of a silence is told then."""
    over = select(Silence).where(Silence.ends_at <= app.state.clock(), Silence.settled.is_(False))
    if found := (await session.scalars(over.with_for_update(skip_locked=True))).all():
        for silence in found:
            silence.settled = True
        await _judge_again(session)


async def _judge_again(session: AsyncSession) -> None:
    await note(session, (await session.scalars(select(Indicator.code))).unique().all(), ["alert"])


async def _refuse_unknown(session: AsyncSession, caller: Caller, data: SilenceCreate, now: datetime) -> None:
    wrong: list[dict[str, Any]] = []
    if data.ends_at <= now:
        wrong.append({"field": "ends_at", "message": "silence.wrong.past"})
    if data.code and await session.get(Indicator, data.code) is None:
        wrong.append({"field": "code", "message": "rule.wrong.code_unknown"})
    if data.rule_id and await find_rule(session, caller, data.rule_id) is None:
        wrong.append({"field": "rule_id", "message": "silence.wrong.rule"})
    if wrong:
        raise Invalid(errors=wrong)
