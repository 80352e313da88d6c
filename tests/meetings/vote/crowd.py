"""Many members of a running meeting, all of them inside, each with a token of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from kit.db import Database
from meetings.live.tables import Presence
from meetings.meeting.tables import Meeting
from meetings.participant.tables import Participant
from meetings.vote.tables import Vote

Header = Callable[[UUID], dict[str, str]]


@dataclass
class Crowd:
    meeting: UUID
    members: list[dict[str, str]]
    """Headers of each; the chair is the first."""

    def path(self, vote: UUID | str, end: str) -> str:
        return f"/meetings/api/v1/meetings/{self.meeting}/votes/{vote}/{end}"


async def gathered(database: Database, count: int, now: datetime, header: Header) -> Crowd:
    meeting, accounts = _meeting(now), [uuid4() for _ in range(count)]
    async with database.session() as session:
        session.add(meeting)
        await session.flush()
        people = [_member(meeting.id, account, place) for place, account in enumerate(accounts)]
        session.add_all(people)
        await session.flush()
        session.add_all(
            Presence(meeting_id=meeting.id, participant_id=one.id, inside=True, joined_at=now, seen_at=now)
            for one in people
        )
    return Crowd(meeting.id, [header(account) for account in accounts])


async def prepared(database: Database, crowd: Crowd, *, secret: bool) -> Vote:
    vote = Vote(
        meeting_id=crowd.meeting, question="Thông qua?", options=["Có", "Không"], secret=secret, least=1, most=1
    )
    async with database.session() as session:
        session.add(vote)
    return vote


def _meeting(now: datetime) -> Meeting:
    return Meeting(
        agency="H02",
        title="Hội nghị toàn tỉnh",
        purpose="",
        folded="hoi nghi toan tinh",
        sort_key="hoi nghi toan tinh",
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        lobby_minutes=15,
        waiting="nobody",
        state="running",
        quorum=50,
        uid=f"{uuid4()}@meetings",
        correlation_id=str(uuid4()),
        called_by=str(uuid4()),
        called_at=now,
        opened_at=now,
    )


def _member(meeting_id: UUID, account: UUID, place: int) -> Participant:
    return Participant(
        meeting_id=meeting_id,
        role="delegate" if place else "chair",
        person_id=uuid4(),
        account_id=account,
        name=f"Đại biểu {place}",
        sort_key=f"dai bieu {place:05}",
        title="",
        agency="H02",
        email=f"daibieu{place}@example.vn",
    )
