"""Keeps a forecast beside each indicator that has a target and a date, renewed with its figures and with the model."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.jobs import every
from kit.ml.serving import Active
from kit.rows import upsert
from monitoring.change.service import take, unseen
from monitoring.forecast.model import Chance
from monitoring.forecast.outlook import outlook
from monitoring.forecast.series import FEWEST, FULL, MOST
from monitoring.forecast.tables import Forecast
from monitoring.indicator.queries import indicators_by_code
from monitoring.indicator.tables import Indicator
from monitoring.rule.series import series_at
from monitoring.score.measure import Measure

LESS_IS_BETTER = frozenset({"<", "<="})
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("chance", "baseline", "low", "middle", "high", "last_on")),
    "fan": [],
    "reasons": [],
    "points": 0,
}


@every(timedelta(seconds=1), name="forecast", when=unseen("forecast"))
async def refresh_changed(session: AsyncSession, app: FastAPI) -> None:
    """Without a model changes wait."""
    active: Active | None = app.state.models.active(Chance.name)
    if active is not None and (codes := await take(session, "forecast")):
        await refresh(session, active, codes, app.state.clock())


@every(timedelta(seconds=10), name="forecast-anew")
async def refresh_older(session: AsyncSession, app: FastAPI) -> None:
    """Everything, after another version of the model came into use."""
    active: Active | None = app.state.models.active(Chance.name)
    if active is None:
        return
    older = (await session.scalars(select(Forecast.code).where(Forecast.model_version != active.number))).all()
    if older:
        await refresh(session, active, older, app.state.clock())


async def refresh(session: AsyncSession, active: Active, codes: Iterable[str], now: datetime) -> None:
    indicators = await indicators_by_code(session, codes)
    series = await series_at(session, indicators, "province")
    rows = []
    for code, one in indicators.items():
        if (row := await _row(active, one, series.get((code, ""), []), now)) is not None:
            rows.append(row)
    gone = indicators.keys() - {row["code"] for row in rows}
    await session.execute(delete(Forecast).where(Forecast.code.in_(gone)))
    await upsert(session, Forecast, rows)


async def _row(
    active: Active, indicator: Indicator, measures: Sequence[Measure], now: datetime
) -> dict[str, Any] | None:
    """None without a target or a date."""
    target = indicator.target
    if target is None or target.due_on is None:
        return None
    today = local_day(now)
    measures = usable(indicator, measures, today)
    wanted = FULL if measures and measures[-1].shared else target.value
    facts = {"code": indicator.code, "target": wanted, "due_on": target.due_on}
    facts |= {"points": len(measures), "model_version": active.number, "made_at": now}
    state = _state(indicator, measures, target.due_on, today)
    if state != "told":
        return {**NOTHING, **facts, "state": state}
    features = features_of(indicator, measures, wanted, target.due_on)
    active.answer(features, now)  # counted, so that drift is seen
    told = await asyncio.to_thread(_told, active, features, measures[-1].period.end)
    return {**facts, "state": state, **told}


def usable(indicator: Indicator, measures: Sequence[Measure], today: date) -> list[Measure]:
    """Those that count the same as the newest; what is added up only once its period is over."""
    over = [one for one in measures if indicator.kind != "cadence" or one.period.end < today]
    return [one for one in over if one.shared == over[-1].shared][-MOST:]


def features_of(indicator: Indicator, measures: Sequence[Measure], target: float, due_on: date) -> dict[str, Any]:
    newest = measures[-1]
    first = measures[0].period.end
    return {
        "days": [float((one.period.end - first).days) for one in measures],
        "values": [one.value for one in measures],
        "bounded": indicator.percent or newest.shared,
        "target": target,
        "horizon": float(max((due_on - newest.period.end).days, 1)),
    }


def _state(indicator: Indicator, measures: Sequence[Measure], due_on: date, today: date) -> str:
    target = indicator.target
    shared = bool(measures) and measures[-1].shared
    counted_otherwise = (
        indicator.kind == "cadence"
        and bool(measures)
        and not shared
        and target is not None
        and target.span not in {None, measures[-1].period.span}
    )
    fits = indicator.kind in {"ratio", "increase", "cadence"} or shared
    if not fits or counted_otherwise or (target is not None and target.op in {*LESS_IS_BETTER, "="}):
        return "other"
    if due_on <= today or (measures and due_on <= measures[-1].period.end):
        return "past"
    return "told" if len(measures) >= FEWEST else "few"


def _told(active: Active, features: dict[str, Any], last: date) -> dict[str, Any]:
    found = outlook(active.fitted, features)
    fan = [{**asdict(one), "day": (last + timedelta(days=round(one.days))).isoformat()} for one in found.fan]
    return {
        "chance": round(found.chance, 4),
        "baseline": round(found.baseline, 4),
        "low": found.end.low,
        "middle": found.end.middle,
        "high": found.end.high,
        "last_on": last,
        "fan": [{name: one[name] for name in ("day", "low", "middle", "high")} for one in fan],
        "reasons": [{"group": group, "effect": round(effect, 4)} for group, effect in found.reasons],
    }
