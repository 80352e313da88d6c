"""Reporting and correcting: every way in ends here, so that figures and scores follow each change."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.editing import expect
from kit.sheet.lines import Wrong
from monitoring.indicator.locking import alone
from monitoring.indicator.period import read_period
from monitoring.indicator.queries import indicators_by_code
from monitoring.observation.errors import ObservationKnown, ObservationNotFound, ObservationWrong
from monitoring.observation.measuring import Unfit
from monitoring.observation.preparing import Ground, Key, Prepared, figures_of, prepare
from monitoring.observation.queries import agencies_by_code, get_observation
from monitoring.observation.reporter import Reporter
from monitoring.observation.rollup import periods_of, roll_up
from monitoring.observation.schemas import ObservationCreate, ObservationUpdate
from monitoring.observation.tables import Observation
from monitoring.observation.writing import KEY, Origin, Written, write
from monitoring.score import service as score


async def ground_of(session: AsyncSession, reporter: Reporter, now: datetime) -> Ground:
    indicators = await indicators_by_code(session)
    return Ground(indicators, await agencies_by_code(session), reporter, local_day(now))


async def report(session: AsyncSession, reporter: Reporter, data: ObservationCreate, now: datetime) -> Observation:
    """A new one; ObservationKnown where there is one already, to be corrected instead."""
    ground = await ground_of(session, reporter, now)
    prepared = Prepared()
    prepare(ground, [(1, data)], prepared)
    _refuse(prepared.wrong)
    key = next(iter(prepared.rows))
    await alone(session, [data.code])
    if known := await find_observation(session, key):
        raise ObservationKnown(path=f"/monitoring/observations/{known.id}")
    await keep(session, prepared, Origin("form", reporter, now, ""))
    return await _read(session, key)


async def report_all(
    session: AsyncSession, reporter: Reporter, rows: Iterable[ObservationCreate], origin: Origin
) -> Written:
    """All of them or none; sent again they change nothing."""
    ground = await ground_of(session, reporter, origin.now)
    prepared = Prepared()
    prepare(ground, enumerate(rows, 1), prepared)
    if prepared.wrong:
        raise ObservationWrong(*prepared.wrong)
    return await keep(session, prepared, origin)


async def keep(session: AsyncSession, prepared: Prepared, origin: Origin) -> Written:
    """Writes what was prepared, then figures and scores, by the targets there are now that nobody else is at them."""
    written = await write(session, prepared.rows, origin)
    periods = {(key[0], key[3]) for key in written.touched}
    if periods:
        codes = {code for code, _ in periods}
        await roll_up(session, await indicators_by_code(session, codes), periods, origin.now)
        await score.changed(session, origin.now, codes)
    return written


async def correct(
    session: AsyncSession, reporter: Reporter, observation_id: UUID, data: ObservationUpdate, now: datetime
) -> Observation:
    """StaleEdit where somebody else was faster; 404 for what is another agency's."""
    held = await get_own_observation(session, reporter, observation_id)
    await alone(session, [held.code])
    await session.refresh(held)
    ground = await ground_of(session, reporter, now)
    key: Key = (held.code, held.level, held.area, held.period)
    try:
        figures = figures_of(ground, ground.indicators[held.code], data, read_period(held.period))
    except Unfit as error:
        raise ObservationWrong(Wrong(1, error.field, error.message, "", error.values)) from error
    expect(held, data.version, figures)
    place = {name: getattr(held, name) for name in (*KEY, "area_from", "span", "period_start", "period_end")}
    prepared = Prepared(rows={key: place | figures})
    await keep(session, prepared, Origin("form", reporter, now, data.reason))
    return await _read(session, key)


async def get_own_observation(session: AsyncSession, reporter: Reporter, observation_id: UUID) -> Observation:
    """For correcting it; anybody may look at it."""
    held = await get_observation(session, observation_id)
    indicator = (await indicators_by_code(session, [held.code]))[held.code]
    if not reporter.may_report(indicator, held.level, held.area):
        raise ObservationNotFound
    return held


async def retarget(session: AsyncSession, code: str, now: datetime) -> None:
    """Its target, date or lead became another: figures that count units that reached it are made anew."""
    await alone(session, [code])
    indicators = await indicators_by_code(session, [code])
    await roll_up(session, indicators, await periods_of(session, code), now)
    await score.changed(session, now, [code])


async def find_observation(session: AsyncSession, key: Key) -> Observation | None:
    query = select(Observation).filter_by(**dict(zip(KEY, key, strict=True)))
    found: Observation | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def _read(session: AsyncSession, key: Key) -> Observation:
    found = await find_observation(session, key)
    if found is None:
        raise ObservationNotFound
    return found


def _refuse(wrong: list[Wrong]) -> None:
    """Who may not report there is told that there is nothing."""
    for one in wrong:
        raise ObservationNotFound if one.message.endswith(".foreign") else ObservationWrong(one)
