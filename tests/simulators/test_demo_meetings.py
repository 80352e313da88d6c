"""The demo's meetings: once, quickly, marked, and published as real ones are."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select

from kit.chain.tables import ChainRecord
from kit.db import Database
from kit.files import open_files
from kit.outbox.tables import OutboxEvent
from meetings.agency.tables import Agency
from meetings.meeting.tables import Meeting
from meetings.minutes.tables import Minutes
from meetings.paper.tables import Paper
from meetings.participant.tables import Participant
from meetings.vote.tables import Vote
from simulators.demo.identity import person_of
from simulators.demo.meetings.loading import add_meetings

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


async def test_the_demo_is_loaded_once_and_all_of_it_is_marked(
    make_database: Callable[[str], str], tmp_path: Path
) -> None:
    database, files = Database(make_database("meetings"), pool_size=1), open_files((tmp_path / "files").as_uri())
    async with database.session() as session:
        began = perf_counter()
        added = await add_meetings(session, files, NOW)
        assert perf_counter() - began < 30
    async with database.session() as session:
        assert await add_meetings(session, files, NOW) == 0
        meetings = (await session.scalars(select(Meeting))).all()
        assert len(meetings) == added
        assert all("Dữ liệu mẫu" in one.purpose for one in meetings)
        assert Counter(one.state for one in meetings) == {"ended": 4, "planned": 2, "cancelled": 1}
        published = (await session.scalars(select(Minutes).where(Minutes.state == "published"))).all()
        assert sorted((one.agency, one.number) for one in published) == [("H02", 1), ("H02.14", 1)]
        for one in published:
            assert (await files.whole(one.digest or "")).startswith(b"%PDF-")
        votes = Counter(await session.scalars(select(Vote.state)))
        assert votes == {"closed": 3, "prepared": 2}
        assert (
            await session.scalar(select(func.count()).select_from(ChainRecord)) == len(published) + 2 * votes["closed"]
        )
        assert await session.scalar(select(func.count()).select_from(Paper)) == 2
        topics = Counter(await session.scalars(select(OutboxEvent.topic)))
        assert topics["meetings.minutes-published.v1"] == len(published)
        assert await session.scalar(select(func.count()).select_from(Agency)) == 0
        chairs = set(await session.scalars(select(Participant.person_id).where(Participant.role == "chair")))
        assert chairs == {person_of(one) for one in ("lanhdao", "giamdoc", "truongphong")}
    await database.dispose()
