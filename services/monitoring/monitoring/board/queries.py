from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.agencies import agencies_on, agency_names
from kit.page import Page, paged
from kit.text import fold
from monitoring.agency.tables import Agency
from monitoring.board.schemas import BoardFilter, PillarStanding, SeriesPoint, Standing
from monitoring.forecast.queries import current_forecasts, find_forecast
from monitoring.forecast.tables import Forecast
from monitoring.indicator.period import containing, read_period
from monitoring.indicator.tables import PILLARS, Decision, Indicator
from monitoring.score.measure import STATES
from monitoring.score.tables import Figure, Score

FAR = date(9999, 12, 31)
GRACE = timedelta(days=30)
MOST_POINTS = 1000
KEYS: dict[str, Any] = {
    "place": Indicator.position,
    "name": Indicator.sort_key,
    "attainment": func.coalesce(Score.attainment, -1.0),
    "state": case({state: place for place, state in enumerate(STATES)}, value=Score.state),
    "due": func.coalesce(Decision.due_on, FAR),
    "chance": func.coalesce(Forecast.chance, -1.0),
    "lead": func.coalesce(Decision.lead_agency, "~"),
}


async def list_standings(
    session: AsyncSession, standings: Mapping[str, Standing], wanted: BoardFilter
) -> Page[Standing]:
    """Those of `standings`, all by code, that are wanted."""
    query = _matching(wanted)
    if wanted.marked == "stale":
        query = query.where(Indicator.code.in_([code for code, one in standings.items() if one.stale]))
    page = await paged(session, query, wanted, KEYS, Indicator.code)
    return Page(items=[standings[code] for code in page.items], next=page.next)


async def read_standings(session: AsyncSession, today: date) -> Mapping[str, Standing]:
    """All by code, in the plan's order."""
    query = select(Indicator, Score).join(Score, Score.code == Indicator.code).order_by(Indicator.position)
    names, forecasts = await agency_names(session, Agency), await current_forecasts(session)
    return {
        one.code: standing_of(one, score, forecasts.get(one.code), names, today)
        for one, score in await session.execute(query)
    }


async def get_standing(session: AsyncSession, indicator: Indicator, today: date) -> Standing:
    score = await session.get_one(Score, indicator.code)
    forecast = await find_forecast(session, indicator.code)
    return standing_of(indicator, score, forecast, await agency_names(session, Agency), today)


async def list_series(session: AsyncSession, code: str) -> list[SeriesPoint]:
    """The province's figures in order of time."""
    query = select(Figure).where(Figure.code == code).order_by(Figure.period_end.desc(), Figure.period_start)
    newest = (await session.scalars(query.limit(MOST_POINTS))).all()
    return [SeriesPoint.model_validate(one) for one in reversed(newest)]


async def list_leads(session: AsyncSession, today: date) -> list[tuple[str, str]]:
    """Agencies of today, for choices."""
    return [(one.code, one.name) for one in await agencies_on(session, Agency, today)]


def standing_of(
    indicator: Indicator, score: Score, forecast: Forecast | None, names: dict[str, str], today: date
) -> Standing:
    decision, target = indicator.decision, indicator.target
    told = {name: getattr(score, name) for name in _OF_SCORE}
    facts = {name: getattr(indicator, name) for name in _OF_INDICATOR}
    return Standing(
        **facts,
        **told,
        lead_agency=decision.lead_agency,
        lead_name=names.get(decision.lead_agency or "", decision.lead_agency or ""),
        due_on=decision.due_on,
        unverified=decision.changed_at is not None and not decision.verified,
        shown=score.value,
        chance=forecast.chance if forecast else None,
        target_op=target.op if target else None,
        target_span=target.span if target else None,
        averaged=bool(target and target.averaged),
        rise=bool(target and target.rise),
        stale=is_stale(score.period, today),
        demo=score.demo or decision.demo,
    )


def is_stale(period: str, today: date) -> bool:
    """The period after the newest ended more than GRACE ago, and nobody reported it."""
    if not period:
        return False
    newest = read_period(period)
    return containing(newest.end + timedelta(days=1), newest.span).end + GRACE < today


def by_pillar(standings: Sequence[Standing]) -> list[PillarStanding]:
    """In the plan's order; pillars without an obligation among these are left out."""
    found = {pillar: [one for one in standings if one.pillar == pillar] for pillar in PILLARS}
    return [pillar_of(pillar, rows) for pillar, rows in found.items() if rows]


def pillar_of(pillar: str, rows: Sequence[Standing]) -> PillarStanding:
    counts = {state: sum(one.state == state for one in rows) for state in STATES}
    reached = [one.attainment for one in rows if one.attainment is not None]
    measured = len(reached)
    return PillarStanding(
        pillar=pillar,
        total=len(rows),
        measured=measured,
        **counts,
        met_share=counts["met"] / measured if measured else None,
        attainment=sum(reached) / measured if measured else None,
    )


def _matching(wanted: BoardFilter) -> Select[str]:
    query = select(Indicator.code).join(Decision, Decision.code == Indicator.code)
    query = query.join(Score, Score.code == Indicator.code).outerjoin(Forecast, Forecast.code == Indicator.code)
    equal: list[tuple[Any, str]] = [
        (Indicator.pillar, wanted.pillar),
        (Indicator.kind, wanted.kind),
        (Score.state, wanted.state),
        (Decision.lead_agency, wanted.lead),
    ]
    query = query.where(*(column == value for column, value in equal if value))
    if wanted.q:
        words = fold(wanted.q).split()[:10]
        query = query.where(and_(True, *(Indicator.folded.contains(word, autoescape=True) for word in words)))
    if wanted.basis:
        query = query.where(Score.local if wanted.basis == "local" else Indicator.basis == wanted.basis)
    return query.where(_marked(wanted.marked)) if wanted.marked in {"unverified", "demo"} else query


def _marked(mark: str) -> ColumnElement[bool]:
    if mark == "demo":
        return or_(Score.demo, Decision.demo)
    return and_(Decision.changed_at.is_not(None), Decision.verified.is_(False))


_OF_SCORE = (
    "state",
    "attainment",
    "value",
    "target",
    "local",
    "period",
    "trend",
    "partial",
    "observed_at",
    "reason",
    "facts",
)
_OF_INDICATOR = ("code", "pillar", "kind", "basis", "name_vi", "name_en", "unit_vi", "unit_en", "percent")
