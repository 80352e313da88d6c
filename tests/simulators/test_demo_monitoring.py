"""The demo's decisions and figures: once, quickly, and marked wherever they are shown."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from time import perf_counter

from sqlalchemy import func, select

from kit.db import Database
from monitoring.indicator.tables import Decision
from monitoring.observation.tables import Observation
from monitoring.score.tables import Figure, Score
from simulators.demo.monitoring.course import read_course
from simulators.demo.monitoring.figures import observations
from simulators.demo.monitoring.loading import add_figures

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


async def test_the_demo_is_loaded_once_and_all_of_it_is_marked(make_database: Callable[[str], str]) -> None:
    database = Database(make_database("monitoring"), pool_size=1)
    async with database.session() as session:
        began = perf_counter()
        added = await add_figures(session, NOW)
        assert perf_counter() - began < 30
    async with database.session() as session:
        assert await add_figures(session, NOW) == 0
        assert added == await session.scalar(select(func.count()).select_from(Observation).where(Observation.demo))
        decisions = (await session.scalars(select(Decision))).all()
        assert all(one.demo and not one.verified and one.due_on and one.lead_agency for one in decisions)
        states = Counter(await session.scalars(select(Score.state)))
        assert states["not_scored"] > 5
        assert min(states[state] for state in ("met", "on_the_way", "missed", "no_data")) > 2, states
        assert await session.scalar(select(func.bool_and(Score.demo)).where(Score.period != ""))
        covered = (
            await session.scalars(select(Figure).where(Figure.code == "P3.12").order_by(Figure.period_end))
        ).all()
        assert [(one.period, one.expected) for one in covered][:4] == [
            ("2022", 209),
            ("2023", 209),
            ("2024", 209),
            ("2025", 99),
        ]
        assert not any(one.partial for one in covered)
    await database.dispose()


def test_the_same_day_gives_the_same_figures() -> None:
    today = date(2026, 11, 25)
    first, second = ([one.model_dump() for one in observations(read_course(), today)] for _ in range(2))
    assert first == second
    assert len(first) > 4000
