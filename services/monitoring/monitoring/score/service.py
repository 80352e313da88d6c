"""Keeps the current score of each indicator beside its figures."""

import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.jobs import every
from kit.rows import upsert
from monitoring.change.service import note
from monitoring.indicator.locking import alone
from monitoring.indicator.period import Period
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.service import write_plan
from monitoring.indicator.tables import Indicator
from monitoring.score.judging import judge, trend_of
from monitoring.score.measure import Measure
from monitoring.score.tables import Figure, Score

log = logging.getLogger(__name__)
TELLING = ("state", "value", "target", "period", "attainment", "local")


@asynccontextmanager
async def plan_is_scored(app: FastAPI) -> AsyncIterator[None]:
    """From the start on every obligation of the plan is there, with a score. Without a database the service starts
    all the same and says so at /healthz; the job does it then."""
    try:
        async with app.state.database.session() as session:
            await rescore_with_time(session, app)
    except (OSError, SQLAlchemyError) as error:
        log.warning("the plan could not be read in", extra={"kind": type(error).__name__})
    yield


async def rescore(session: AsyncSession, now: datetime, codes: Iterable[str] | None = None) -> list[str]:
    """All indicators where no codes are given; those whose score became another."""
    indicators = await indicators_by_code(session, codes)
    figures = await _figures(session, list(indicators))
    held = {one.code: one for one in await session.scalars(select(Score).where(Score.code.in_(indicators)))}
    rows = [score_of(one, figures.get(code, []), local_day(now)) for code, one in indicators.items()]
    changed = [row for row in rows if _differs(held.get(row["code"]), row)]
    if not changed:
        return []
    for row in changed:
        row["changed_at"] = now if _tells_more(held.get(row["code"]), row) else held[row["code"]].changed_at
    await upsert(session, Score, changed)
    for one in held.values():
        session.expire(one)
    return [row["code"] for row in changed]


async def changed(session: AsyncSession, now: datetime, codes: Iterable[str]) -> None:
    """Figures, target, date or lead of these became others: score them again and tell who draws conclusions."""
    wanted = sorted(set(codes))
    await rescore(session, now, wanted)
    await note(session, wanted)


async def rescore_with_time(session: AsyncSession, app: FastAPI) -> None:
    """Dates pass and years end without anybody reporting anything."""
    await write_plan(session)
    await alone(
        session, await indicators_by_code(session)
    )  # what is reported meanwhile is scored after this, not before
    await note(session, await rescore(session, app.state.clock()))


hourly = every(timedelta(hours=1), name="rescore")(rescore_with_time)


def score_of(indicator: Indicator, figures: Sequence[Figure], today: date) -> dict[str, Any]:
    """The row of an indicator, of its figures in order of time."""
    measures = [_measure(one) for one in figures if one.value is not None]
    verdict = judge(indicator.kind, indicator.target, measures, today, percent=indicator.percent)  # type: ignore[arg-type]
    newest, target = figures[-1] if figures else None, indicator.target
    return {
        "code": indicator.code,
        "state": verdict.state,
        "attainment": verdict.attainment,
        "value": verdict.value,
        "target": target.value if target else None,
        "local": bool(target and target.local),
        "period": newest.period if newest else "",
        "period_end": newest.period_end if newest else None,
        "reason": verdict.reason,
        "facts": verdict.facts | _counted(newest),
        "trend": trend_of(measures),
        "partial": bool(newest and newest.partial),
        "demo": any(one.demo for one in figures),
        "observed_at": max((one.observed_at for one in figures), default=None),
    }


def _counted(newest: Figure | None) -> dict[str, Any]:
    """A count of something whose whole nobody knows."""
    if newest is None or newest.value is not None or newest.denominator is not None or newest.numerator is None:
        return {}
    return {"counted": newest.numerator}


async def _figures(session: AsyncSession, codes: Sequence[str]) -> dict[str, list[Figure]]:
    query = select(Figure).where(Figure.code.in_(codes)).order_by(Figure.period_end, Figure.period_start.desc())
    found: dict[str, list[Figure]] = {}
    for one in await session.scalars(query.execution_options(populate_existing=True)):
        found.setdefault(one.code, []).append(one)
    return found


def _measure(one: Figure) -> Measure:
    return Measure(
        period=Period(one.period_start, one.period_end, one.span),  # type: ignore[arg-type]
        value=one.value or 0.0,
        numerator=one.numerator,
        denominator=one.denominator,
        shared=one.shared,
        reported=one.reported,
        expected=one.expected,
    )


def _differs(held: Score | None, row: dict[str, Any]) -> bool:
    return held is None or any(getattr(held, name) != value for name, value in row.items())


def _tells_more(held: Score | None, row: dict[str, Any]) -> bool:
    return held is None or any(getattr(held, name) != row[name] for name in TELLING)
