"""The hourly look at dates beside somebody who reports."""

import asyncio
from datetime import date

from monitoring.indicator.locking import alone
from monitoring.score.service import hourly, rescore
from monitoring.score.tables import Figure
from tests.monitoring.watch import NOW, Watch

FIGURE = {"level": "province", "reported": 1, "expected": 1, "shared": False, "documents": 0, "demo": False}


async def test_what_is_reported_meanwhile_is_not_scored_away(watch: Watch) -> None:
    async def look() -> None:
        async with watch.app.state.database.session() as session:
            await hourly.work(session, watch.app)

    async with watch.app.state.database.session() as session:
        await alone(session, ["P7.1"])
        looking = asyncio.create_task(look())
        await asyncio.wait([looking], timeout=0.5)
        assert not looking.done()
        days = {"span": "year", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
        facts = {**FIGURE, **days, "observed_at": NOW, "changed_at": NOW}
        session.add(Figure(code="P7.1", period="2025", value=18.4, **facts))
        await session.flush()
        await rescore(session, NOW, ["P7.1"])
    await looking
    assert (await watch.standing("P7.1"))["value"] == 18.4
